package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Makes members connect: the one place that does. */
final class JoinCaller {

  /** Of one connect; a kernel gives up a handshake after 7 s. */
  static final Duration CONNECT = Duration.ofSeconds(15);

  /** Of all connects of one join. */
  static final Duration JOIN = Duration.ofMinutes(1);

  private final MeshCalls calls;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  JoinCaller(MeshCalls calls, InstantSource clock, LongSupplier nanoTime) {
    this.calls = calls;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes the connects of a join, one after the other: the first tells what came of it.
   *
   * @param isStill whether a node is the one that the plan was made of; asked before each connect
   * @return empty when one of the two is not: nothing was done
   */
  Optional<Keeping.Act> make(Join join, boolean byHand, Predicate<NodeName> isStill)
      throws InterruptedException {
    Deadline deadline = Deadline.in(JOIN, nanoTime);
    Way first = join.ways().getFirst();
    if (!isStill.test(first.from()) || !isStill.test(first.to())) {
      return Optional.empty();
    }
    Optional<String> failure = failure(first, deadline);
    if (failure.isPresent()) {
      return Optional.of(act(join, byHand, Outcome.FAILED, failure.get()));
    }
    int missed = 0;
    for (Way way : join.ways().subList(1, join.ways().size())) {
      boolean made =
          !deadline.passed()
              && isStill.test(way.from())
              && isStill.test(way.to())
              && failure(way, deadline).isEmpty();
      missed += made ? 0 : 1;
    }
    String detail = "%s and %s are connected".formatted(shown(first.from()), shown(first.to()));
    return Optional.of(
        act(
            join,
            byHand,
            Outcome.JOINED,
            missed == 0
                ? detail
                : detail
                    + "; %d of %d connects were not made".formatted(missed, join.ways().size())));
  }

  private Optional<String> failure(Way way, Deadline deadline) throws InterruptedException {
    try {
      return calls.connect(way.from(), way.to(), deadline.orIn(CONNECT).left())
          ? Optional.empty()
          : Optional.of(
              "%s could not connect with %s".formatted(shown(way.from()), shown(way.to())));
    } catch (MeshCallException e) {
      return Optional.of(e.reason().code() + ": " + e.detail());
    }
  }

  private Keeping.Act act(Join join, boolean byHand, Outcome outcome, String detail) {
    return new Keeping.Act(clock.instant(), join, byHand, outcome, detail);
  }

  private static String shown(NodeName name) {
    return Printable.text(name.text());
  }
}
