package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A link of two members that is not as it should be.
 *
 * @param from the one that lists the other, where one does; where none does, the one whose way is
 *     blocked, if that is known of one, or else the lesser name
 * @param since when it was first seen so
 * @param there what {@code from} found on the way to {@code to}; empty when it has not tried
 * @param back the same in the other direction
 */
public record Defect(
    NodeName from,
    NodeName to,
    Kind kind,
    Instant since,
    Optional<Reach> there,
    Optional<Reach> back) {

  /** In what way. */
  public enum Kind {
    /** Neither lists the other. */
    MISSING,
    /** One lists the other, which does not, in two sweeps running. */
    ONE_SIDED;

    /** The stable name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
