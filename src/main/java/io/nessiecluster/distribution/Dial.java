package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.transport.Sockets;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One own dial to a peer, shared by all who ask for the link while it is under way: its outcome,
 * and what must be closed or interrupted to end it. How it stands to dials of the peer is its
 * {@link DialState}, which {@link LinkTable} holds.
 */
final class Dial {

  /** What a dial came to. */
  sealed interface Outcome {
    record Up(DistributionConnection link) implements Outcome {}

    record Failed(ConnectFailure failure, String detail) implements Outcome {}

    static Outcome stopped() {
      return new Failed(ConnectFailure.NODE_STOPPED, "this node is closed");
    }
  }

  /** How far a dial is; tells what it means when time is up. */
  enum Stage {
    LOOKUP(ConnectFailure.EPMD_TIMEOUT, "EPMD at %s did not answer in time"),
    CONNECT(ConnectFailure.CONNECT_TIMEOUT, "the node's port did not answer in time"),
    HANDSHAKE(ConnectFailure.HANDSHAKE_TIMEOUT, "the handshake did not end in time"),
    YIELDED(
        ConnectFailure.HANDSHAKE_TIMEOUT,
        "the peer's own dial was to win, but did not come; so answers a node of this node's own"
            + " name, too");

    private final ConnectFailure failure;
    private final String detail;

    Stage(ConnectFailure failure, String detail) {
      this.failure = failure;
      this.detail = detail;
    }
  }

  final PeerName peer;
  final PeerKey key;
  final Deadline deadline;
  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private volatile boolean displaces;
  private boolean ceded; // of the thread that dials
  private volatile @Nullable DistributionConnection cededTo;
  private volatile @Nullable String told;
  private volatile Stage stage = Stage.LOOKUP;
  private volatile String where = "";
  private volatile @Nullable InetSocketAddress address;
  private @Nullable Closeable connection;
  private @Nullable Thread runner;
  private boolean cancelled;

  /** A dial to a node by its name. */
  Dial(PeerName peer, Deadline deadline) {
    this(peer, new PeerKey.Name(peer.text()), deadline);
  }

  /**
   * A dial to whatever node there is at a target.
   *
   * @param text the target as it was given
   */
  Dial(PeerName text, Target target, Deadline deadline) {
    this(text, (PeerKey) target, deadline);
  }

  private Dial(PeerName peer, PeerKey key, Deadline deadline) {
    this.peer = peer;
    this.key = key;
    this.deadline = deadline;
  }

  /** Where the node is of which the name is not known; null when it is dialled by its name. */
  @Nullable Target target() {
    return key instanceof Target target ? target : null;
  }

  void enter(Stage next) {
    stage = next;
  }

  /** Whether the peer was told to give up another link of this node's name. */
  boolean displaces() {
    return displaces;
  }

  void displaces(boolean other) {
    displaces = other;
  }

  /** What the node at the target has called itself in this attempt or the last; null before. */
  @Nullable String told() {
    return told;
  }

  void told(@Nullable String name) {
    told = name;
  }

  /**
   * An attempt is taken for one that the peer has ended for another dial of this node, or that has
   * made it drop the link of another one.
   *
   * @param link the one that the peer may be dropping, null for none
   * @return whether it may be: so it is with one attempt of a dial, not with two
   */
  boolean cede(@Nullable DistributionConnection link) {
    boolean first = !ceded;
    if (first) {
      ceded = true;
      cededTo = link;
    }
    return first;
  }

  /** The link whose end the next attempt waits for; null for none. */
  @Nullable DistributionConnection cededTo() {
    return cededTo;
  }

  /** Where the peer listens, as far as it is known; for the details of failures. */
  void locate(InetSocketAddress found) {
    address = found;
    where = Sockets.text(found) + ": ";
  }

  /** Where the peer listens; null while that is not known. */
  @Nullable InetSocketAddress address() {
    return address;
  }

  /** The failure for want of time: the stage decides. */
  ConnectFailedException timedOut() {
    Stage now = stage;
    return failed(now.failure, now.detail.formatted(peer.host()));
  }

  ConnectFailedException failed(ConnectFailure failure, @Nullable String detail) {
    return new ConnectFailedException(failure, where + detail);
  }

  /** Begins; without a thread to be had it is over at once, so that the next caller dials anew. */
  void begin(Consumer<Dial> start) {
    try {
      start.accept(this);
    } catch (RuntimeException | Error e) {
      outcome.complete(
          new Outcome.Failed(
              ConnectFailure.OUT_OF_RESOURCES, "no thread could be started for the dial: " + e));
    }
  }

  /** Runs on the calling thread, which {@link #cancel} interrupts while it does. */
  void run(Runnable steps) {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      runner = Thread.currentThread();
    }
    try {
      steps.run();
    } finally {
      synchronized (this) {
        runner = null;
      }
    }
  }

  /** Makes a connection the one that is closed when this is cancelled. */
  synchronized void use(Closeable next) {
    connection = next;
    if (cancelled) {
      Sockets.close(next);
    }
  }

  /** The connection belongs to a link now. */
  synchronized void release() {
    connection = null;
  }

  /** The connection is of no more use. */
  void close(Closeable used) {
    release();
    Sockets.close(used);
  }

  /**
   * The link is there.
   *
   * @param by the dial that made it; null for one of the peer
   */
  void succeed(DistributionConnection link, @Nullable Dial by) {
    outcome.complete(new Outcome.Up(link));
    if (this != by) {
      cancel();
    }
  }

  /** Ends the dial at once. */
  synchronized void cancel() {
    cancelled = true;
    if (connection != null) {
      Sockets.close(connection);
    }
    if (runner != null) {
      runner.interrupt();
    }
  }
}
