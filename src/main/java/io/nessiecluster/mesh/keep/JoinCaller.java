package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.Keeping;
import java.time.Duration;
import java.time.InstantSource;
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
   * @param isStill whether a node is the one that the plan was made of
   */
  Keeping.Act make(Join join, boolean byHand, Predicate<NodeName> isStill)
      throws InterruptedException {
    Deadline deadline = Deadline.in(JOIN, nanoTime);
    Keeping.Act first = null;
    int failed = 0;
    int skipped = 0;
    for (Way way : join.ways()) {
      if (first != null && deadline.passed()) {
        skipped++;
        continue;
      }
      Keeping.Act act = connect(join, way, byHand, isStill);
      if (first == null) {
        first = act;
        if (act.outcome() != Keeping.Outcome.JOINED) {
          return act;
        }
      } else if (act.outcome() != Keeping.Outcome.JOINED) {
        failed++;
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("a join without a way: " + join);
    }
    return failed + skipped == 0
        ? first
        : act(
            join,
            byHand,
            Keeping.Outcome.JOINED,
            "%d of %d connects failed, %d were left out for want of time"
                .formatted(failed, join.ways().size(), skipped));
  }

  private Keeping.Act connect(
      Join join, Way way, boolean byHand, Predicate<NodeName> isStill)
      throws InterruptedException {
    if (!isStill.test(way.from()) || !isStill.test(way.to())) {
      return act(join, byHand, Keeping.Outcome.FAILED, "one of the two is not the same any more");
    }
    try {
      return calls.connect(way.from(), way.to(), CONNECT)
          ? act(join, byHand, Keeping.Outcome.JOINED, "%s and %s are connected".formatted(shown(way.from()), shown(way.to())))
          : act(
              join,
              byHand,
              Keeping.Outcome.FAILED,
              "%s could not connect with %s".formatted(shown(way.from()), shown(way.to())));
    } catch (MeshCallException e) {
      return act(
          join, byHand, Keeping.Outcome.FAILED, e.reason().code() + ": " + e.detail());
    }
  }

  private Keeping.Act act(Join join, boolean byHand, Keeping.Outcome outcome, String detail) {
    return new Keeping.Act(clock.instant(), join, byHand, outcome, detail);
  }

  private static String shown(NodeName name) {
    return Printable.text(name.text());
  }
}
