package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * A distribution layer of scripted outcomes: who can be connected, and who is. A node without a
 * script is connected when it is dialled. For many threads at once.
 */
public final class FakePeers implements Resolver.ConnectNode, Resolver.ListNodes {

  /** What a dial comes to. */
  @FunctionalInterface
  public interface Script {
    void play(Duration timeout) throws NodeConnectException, InterruptedException;
  }

  private final NodeName self;
  private final Set<NodeName> connected = new LinkedHashSet<>();
  private final Map<NodeName, Script> scripts = new ConcurrentHashMap<>();
  private final Queue<NodeName> dials = new ConcurrentLinkedQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private int underWay;
  private int mostUnderWay;

  public FakePeers(NodeName self) {
    this.self = self;
  }

  public FakePeers script(NodeName node, Script script) {
    scripts.put(node, script);
    return this;
  }

  public FakePeers fails(NodeName node, ConnectCause cause) {
    return script(
        node,
        timeout -> {
          throw new NodeConnectException(cause, "as scripted");
        });
  }

  /** The dial lasts until {@link #release()} or its interrupt. */
  public FakePeers hangs(NodeName node) {
    return script(node, timeout -> released.await());
  }

  /** The dial lasts until {@link #release()}, whatever interrupts it. */
  public FakePeers hangsDeaf(NodeName node) {
    return script(
        node,
        timeout -> {
          while (released.getCount() > 0) {
            try {
              released.await();
            } catch (InterruptedException e) {
              // deaf
            }
          }
        });
  }

  public FakePeers succeeds(NodeName node) {
    scripts.remove(node);
    return this;
  }

  /** Lets all that hang go on, now and from now on. */
  public void release() {
    released.countDown();
  }

  /** A connection that nobody here dialled. */
  public synchronized void connect(NodeName node) {
    connected.add(node);
  }

  public synchronized void disconnect(NodeName node) {
    connected.remove(node);
  }

  /** Who was dialled until now, in order, those that hang included. */
  public List<NodeName> dials() {
    return List.copyOf(dials);
  }

  public synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  /** Waits until so many dials are under way at once. */
  public synchronized void awaitUnderWay(int count) throws InterruptedException {
    long end = System.nanoTime() + DiscoveryFixture.BOUND.toNanos();
    while (underWay < count) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(underWay + " dials under way, not " + count);
      }
      wait(left);
    }
  }

  @Override
  public void connect(NodeName node, Duration timeout)
      throws NodeConnectException, InterruptedException {
    dials.add(node);
    count(1);
    try {
      Script script = scripts.get(node);
      if (script != null) {
        script.play(timeout);
      }
      connect(node);
    } finally {
      count(-1);
    }
  }

  @Override
  public synchronized List<NodeName> nodes() {
    List<NodeName> all = new ArrayList<>(connected.size() + 1);
    all.add(self);
    all.addAll(connected);
    return all;
  }

  private synchronized void count(int change) {
    underWay += change;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    notifyAll();
  }
}
