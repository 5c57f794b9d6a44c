package io.nessiecluster.distribution;

import io.nessiecluster.base.Backoff;
import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.EpmdRegistration;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.distribution.epmd.NodeEntry;
import io.nessiecluster.distribution.epmd.NodeType;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a node known to the EPMD at its address. When that goes away the node registers again,
 * waiting 100 ms at first and at most 10 s between attempts; in {@link EpmdMode#AUTO} it serves an
 * EPMD itself when none answers.
 */
final class EpmdPresence implements AutoCloseable {

  private static final Duration REGISTER_TIMEOUT = Duration.ofSeconds(2);
  private static final Backoff PAUSE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  private final InetAddress address;
  private final int port;
  private final EpmdMode mode;
  private final NodeEntry node;
  private final NodeRuntime runtime;
  private final EpmdClient client;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final EternalLoop loop = new EternalLoop("EPMD registration", this::keep);
  private int failures; // in a row, of registering; the loop's own
  private @Nullable EpmdServer server;
  private @Nullable EpmdRegistration registration;

  /** That of a node which listens at a port. */
  static EpmdPresence of(NodeSettings settings, NodeRuntime runtime, int port) throws IOException {
    PeerName name = PeerName.parse(settings.name()).orElseThrow();
    InetAddress address =
        settings.bind().isAnyLocalAddress() ? InetAddress.getByName(name.host()) : settings.bind();
    NodeType type = settings.hidden() ? NodeType.HIDDEN : NodeType.NORMAL;
    return new EpmdPresence(
        address,
        settings.epmdPort(),
        settings.epmd(),
        NodeEntry.of(name.basename(), port, type),
        runtime);
  }

  EpmdPresence(InetAddress address, int port, EpmdMode mode, NodeEntry node, NodeRuntime runtime) {
    this.address = address;
    this.port = port;
    this.mode = mode;
    this.node = node;
    this.runtime = runtime;
    this.client = new EpmdClient(port, runtime.nanoTime());
  }

  /**
   * Registers, now or as soon as an EPMD is there, and keeps the registration.
   *
   * @return the creation that EPMD gave, or nothing when none has answered yet
   * @throws IOException when the name is taken, or in {@link EpmdMode#EMBEDDED} when the port is
   */
  OptionalInt start() throws IOException, InterruptedException {
    if (mode == EpmdMode.NONE) {
      return OptionalInt.empty();
    }
    if (mode == EpmdMode.EMBEDDED) {
      serve();
    }
    OptionalInt creation = OptionalInt.empty();
    try {
      creation = OptionalInt.of(register());
    } catch (EpmdException e) {
      if (e.reason() == EpmdException.Reason.NAME_TAKEN) {
        close();
        throw new IOException("EPMD knows a live node of this basename already: " + node.name(), e);
      }
    }
    loop.start(runtime::start);
    return creation;
  }

  /** Whether EPMD knows the node, as far as it is known here. */
  synchronized boolean isRegistered() {
    return registration != null;
  }

  /** The loops that this rests on. */
  synchronized List<EternalLoop> loops() {
    return server == null ? List.of(loop) : List.of(loop, server.loop());
  }

  private void keep() throws InterruptedException {
    EpmdRegistration current = current();
    if (current != null) {
      try {
        current.awaitLoss();
      } finally { // an interrupt ends it too, and whatever else comes
        use(null);
      }
    }
    if (!closed.await(PAUSE.delay(failures).toMillis(), TimeUnit.MILLISECONDS)) {
      failures = registerAgain() ? 0 : failures + 1;
    }
  }

  private boolean registerAgain() throws InterruptedException {
    try {
      register();
      return true;
    } catch (EpmdException _) {
      return false; // still away: the next attempt comes later
    }
  }

  /** Registers with the EPMD that answers; in AUTO mode serves one if none does. */
  private int register() throws EpmdException, InterruptedException {
    try {
      return registerOnce();
    } catch (EpmdException e) {
      if (mode != EpmdMode.AUTO || e.reason() != EpmdException.Reason.UNREACHABLE) {
        throw e;
      }
    }
    try {
      serve();
    } catch (IOException _) {
      return registerOnce(); // somebody was quicker
    }
    return registerOnce();
  }

  private int registerOnce() throws EpmdException, InterruptedException {
    EpmdRegistration fresh = client.register(address, new Alive2Request(node), REGISTER_TIMEOUT);
    use(fresh);
    return fresh.creation();
  }

  private synchronized @Nullable EpmdRegistration current() {
    return registration;
  }

  private synchronized void use(@Nullable EpmdRegistration next) {
    registration = next;
    if (next != null && closed.getCount() == 0) {
      next.close();
    }
  }

  private synchronized void serve() throws IOException {
    if (server == null && closed.getCount() > 0) {
      server =
          EpmdServer.bind(
              address,
              port,
              runtime.threads(),
              runtime.timer(),
              runtime.random(),
              EpmdServer.Limits.DEFAULT);
    }
  }

  @Override
  public void close() {
    loop.close();
    closed.countDown();
    EpmdServer serving;
    synchronized (this) {
      serving = server;
      if (registration != null) {
        registration.close();
      }
    }
    if (serving != null) {
      serving.close();
    }
  }
}
