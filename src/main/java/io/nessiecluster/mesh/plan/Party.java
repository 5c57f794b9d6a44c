package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A member, as a plan sees it.
 *
 * @param toldAt when it was asked for the view that is fresh, on the nano source; empty when it has
 *     none
 * @param askable whether it can be asked to connect: it is linked with us, its view is fresh, and
 *     it does not answer slowly
 * @param creation its incarnation, unsigned; 0 when not known
 * @param facts empty when it has not told them
 * @param vitals what it told last; empty when it has not
 * @param uptime for how long it runs; empty when it has not told
 * @param everLinked whether any sweep has seen this incarnation linked with another member
 */
public record Party(
    NodeName name,
    OptionalLong toldAt,
    boolean askable,
    long creation,
    Optional<MemberFacts> facts,
    Optional<Vitals> vitals,
    Optional<Duration> uptime,
    boolean everLinked) {

  /** Whether it is known what it is and what runs there. */
  boolean isTold() {
    return facts.isPresent() && vitals.isPresent();
  }
}
