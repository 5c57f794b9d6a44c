package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdRegistration;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.distribution.epmd.NodeEntry;
import io.nessiecluster.distribution.epmd.NodeType;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** An EPMD of their own and own nodes on 127.0.0.1, closed together. */
public final class TestNodes implements AutoCloseable {

  public static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  public static final String COOKIE = "testcookie";
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final AtomicInteger COUNT = new AtomicInteger();

  public final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  public final NodeRuntime runtime =
      new NodeRuntime(
          Clock.systemUTC(),
          System::nanoTime,
          new SecureRandom(),
          Thread.ofVirtual().factory(),
          timer);
  public final EpmdServer epmd;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  public TestNodes() throws IOException {
    epmd =
        EpmdServer.bind(
            LOOPBACK, 0, runtime.threads(), timer, runtime.random(), EpmdServer.Limits.DEFAULT);
  }

  /** A name that no other test uses. */
  public static String name(String basename) {
    return basename + COUNT.incrementAndGet() + "@127.0.0.1";
  }

  public NodeSettings settings(String name) {
    return NodeSettings.of(name, Cookie.of(COOKIE), LOOPBACK)
        .withPort(0)
        .withEpmd(EpmdMode.EXTERNAL, epmd.port());
  }

  public ErlangNode start(String name, LinkListener listener)
      throws IOException, InterruptedException {
    return start(name, listener, settings -> settings);
  }

  public ErlangNode start(String name, LinkListener listener, UnaryOperator<NodeSettings> change)
      throws IOException, InterruptedException {
    return closeLater(ErlangNode.start(change.apply(settings(name)), runtime, listener));
  }

  /** A node whose links go over TLS. */
  public ErlangNode start(String name, LinkListener listener, TlsSettings tls)
      throws IOException, InterruptedException {
    return start(name, listener, tls, settings -> settings);
  }

  public ErlangNode start(
      String name, LinkListener listener, TlsSettings tls, UnaryOperator<NodeSettings> change)
      throws IOException, InterruptedException {
    NodeSettings settings = change.apply(settings(name));
    return closeLater(ErlangNode.start(settings, runtime, Transport.tls(tls), listener));
  }

  public BeamNode beam(String name, String... options) throws IOException {
    return closeLater(BeamNode.start(name, COOKIE, epmd.port(), options));
  }

  /** A node that calls others as they say. */
  public ErlangNode startByPeer(String name, LinkListener listener)
      throws IOException, InterruptedException {
    return start(name, listener, settings -> settings.withNaming(PeerNaming.BY_PEER));
  }

  /** An EPMD at another address of this machine, at the port of the first one. */
  public EpmdServer epmdAt(InetAddress address) throws IOException {
    return closeLater(
        EpmdServer.bind(
            address,
            epmd.port(),
            runtime.threads(),
            timer,
            runtime.random(),
            EpmdServer.Limits.DEFAULT));
  }

  /** Makes the EPMD at an address tell that a node listens there. */
  public EpmdRegistration register(InetAddress at, String basename, int port, NodeType type)
      throws Exception {
    return closeLater(
        new EpmdClient(epmd.port(), System::nanoTime)
            .register(at, new Alive2Request(NodeEntry.of(basename, port, type)), TIMEOUT));
  }

  public <T extends AutoCloseable> T closeLater(T resource) {
    open.push(resource);
    return resource;
  }

  /** Waits for a condition, at most 20 s, looking every few milliseconds. */
  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 20 s: " + what);
      }
      Thread.sleep(5);
    }
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    epmd.close();
    timer.shutdownNow();
  }
}
