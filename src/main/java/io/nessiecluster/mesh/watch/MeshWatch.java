package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.MeshKeeping;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the mesh: sweep after sweep, until it is closed. A sweep is due an interval after the end
 * of the last, and within 100 ms of a link to a member that came up or was lost, of a node that was
 * discovered or vanished; watching takes 5 % of a processor in the long run, else sweeps come
 * later.
 */
public final class MeshWatch implements MeshSnapshot.Source, Consumer<ClusterEvent>, AutoCloseable {

  private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);

  private final boolean watches;
  private final MeshSnapshot unwatched;
  private final SweepTimer timer;
  private final Sweeper sweeper;
  private final StrangerNews strangers = new StrangerNews();
  private final Runnable onStranger;
  private final EternalLoop loop = new EternalLoop("mesh watch", this::turn);
  private @Nullable Thread thread; // guarded by this, as is the next
  private boolean closed;

  /**
   * A watch that has not begun.
   *
   * @param discovery tells who the members are
   * @param onStranger hears that members see a node that is not known, and was not seen before
   * @param events hears what happens to the mesh; it is called by the thread of the sweeps
   * @param logger gets a line of each
   */
  public MeshWatch(
      MeshSettings settings,
      Supplier<DiscoverySnapshot> discovery,
      Runnable onStranger,
      MeshCalls calls,
      Environment environment,
      Consumer<ClusterEvent.MeshEvent> events,
      ClusterLogger logger) {
    MeshLog log = new MeshLog(logger, environment.nanoTime());
    this.onStranger = onStranger;
    this.watches = settings.mode().watches();
    this.unwatched = MeshSnapshot.before(settings, environment.clock().instant(), List.of());
    this.timer = new SweepTimer(settings.interval(), environment.nanoTime());
    this.sweeper =
        new Sweeper(settings, discovery, calls, environment, log.andThen(events), timer::hurry);
  }

  /** Begins, unless nothing is to be watched, or it has begun or ended. */
  public synchronized void start() {
    if (watches && thread == null && !closed) {
      loop.start(turns -> thread = Thread.ofPlatform().name("nessie-mesh").daemon().start(turns));
    }
  }

  private void turn() throws InterruptedException {
    timer.await();
    Sweeper.Next next = Sweeper.Next.ANY_TIME;
    try {
      next = sweeper.sweep();
      if (strangers.isIn(sweeper.latest())) {
        onStranger.run();
      }
    } finally {
      timer.ended(next.pause(), next.again());
    }
  }

  /** Hears of discovery: who was connected, lost, discovered or vanished makes a sweep due. */
  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.NodeConnected _,
          ClusterEvent.NodeLost _,
          ClusterEvent.NodeDiscovered _,
          ClusterEvent.NodeNamed _,
          ClusterEvent.NodeVanished _ -> {
        if (sweeper.latest().sweep() > 0) { // the first round is not held up
          timer.nudge();
        }
      }
      case ClusterEvent.RoundCompleted _ -> {
        if (sweeper.latest().sweep() == 0) { // the members are known from now on
          timer.hurry();
        }
      }
      case ClusterEvent.NodeFailing _,
          ClusterEvent.DnsFailing _,
          ClusterEvent.DnsRecovered _,
          ClusterEvent.ActedByHand _,
          ClusterEvent.MeshEvent _ -> {
        // changes no member and no link
      }
    }
  }

  @Override
  public MeshSnapshot mesh() {
    return watches ? sweeper.latest() : unwatched;
  }

  /** What is done about the mesh, and takes commands. */
  public MeshKeeping keeper() {
    return sweeper.keeper();
  }

  /** The loops that must not end, for the liveness probe; none where nothing is watched. */
  public List<EternalLoop> loops() {
    return watches ? List.of(loop) : List.of();
  }

  /**
   * Ends watching: no further call is made, and those under way are given up. Waits for the end of
   * a sweep that runs, for 2 s at most.
   */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    loop.close();
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      loop.awaitEnd(CLOSE_BOUND);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // whoever ends has no time to wait
    }
    sweeper.close();
  }
}
