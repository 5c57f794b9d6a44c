package io.nessiecluster.demo;

import io.nessiecluster.distribution.CallHandler;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A node of the demo, which can die and return. Whether it is up is told without a wait. */
final class DemoNode implements AutoCloseable {

  private final NodeSettings settings;
  private final NodeRuntime runtime;
  private volatile @Nullable ErlangNode node;
  private volatile int starts; // written by one thread at a time
  private @Nullable NodeSettings answering; // guarded by this
  private boolean closed; // guarded by this

  /** One that is not up yet. */
  DemoNode(NodeSettings settings, NodeRuntime runtime) {
    this.settings = settings;
    this.runtime = runtime;
  }

  String name() {
    return settings.name();
  }

  /** Where it is, and its EPMD. */
  String address() {
    return settings.bind().getHostAddress();
  }

  int epmdPort() {
    return settings.epmdPort();
  }

  /** Where it listens; empty while it is not up. */
  OptionalInt port() {
    ErlangNode alive = node;
    return alive == null ? OptionalInt.empty() : OptionalInt.of(alive.port());
  }

  boolean isUp() {
    return node != null;
  }

  /** How often it came up: the number of its incarnation. */
  int starts() {
    return starts;
  }

  /**
   * Comes up, unless it is or was closed.
   *
   * @param answers what it tells of itself
   * @throws IOException when its address, or the port of its EPMD, cannot be had
   */
  synchronized void start(CallHandler answers) throws IOException, InterruptedException {
    answering = settings.withCallHandler(answers);
    restart();
  }

  /** Comes up again, as {@link #start} does; a node that never was started does not. */
  synchronized void restart() throws IOException, InterruptedException {
    if (closed || answering == null || node != null) {
      return;
    }
    node = ErlangNode.start(answering, runtime, LinkListener.none());
    starts++;
  }

  /** Dies, if it is up. */
  synchronized void stop() {
    ErlangNode alive = node;
    node = null;
    if (alive != null) {
      alive.close();
    }
  }

  /** Dies, and never returns. */
  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }
}
