package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.MeshKeeping;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A {@link MeshWatch} without its thread: whoever has the time says when to look at the clock. */
public final class WatchByHand implements AutoCloseable {

  private final SweepTimer timer;
  private final Sweeper sweeper;

  public WatchByHand(
      MeshSettings settings,
      Supplier<DiscoverySnapshot> discovery,
      MeshCalls calls,
      Environment environment,
      Consumer<MeshEvent> events,
      Runnable onNudge) {
    timer = new SweepTimer(settings.interval(), environment.nanoTime());
    sweeper =
        new Sweeper(
            settings,
            discovery,
            calls,
            environment,
            events,
            () -> {
              timer.hurry();
              onNudge.run();
            });
  }

  /** Time until the next sweep. */
  public Duration untilDue() {
    return timer.untilDue();
  }

  /** A link to a member came up or was lost, or a node was discovered or has vanished. */
  public void nudge() {
    timer.nudge();
  }

  /** Does a sweep that is due. */
  public void turn() throws InterruptedException {
    timer.await();
    Sweeper.Next next = Sweeper.Next.ANY_TIME;
    try {
      next = sweeper.sweep();
    } finally {
      timer.ended(next.pause(), next.again());
    }
  }

  public MeshSnapshot latest() {
    return sweeper.latest();
  }

  public MeshKeeping keeper() {
    return sweeper.keeper();
  }

  @Override
  public void close() {
    sweeper.close();
  }
}
