package io.nessiecluster.distribution;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The address of a peer's host: an IP literal as it stands, any other text by the system's
 * resolver. That one has no timeout, cannot be interrupted and holds a carrier of the virtual
 * threads, so it is waited for on the side, and asked for one host at a time.
 */
final class HostLookup {

  private static final int MAX_AT_ONCE = 1;

  private final NodeRuntime runtime;
  private final Semaphore free = new Semaphore(MAX_AT_ONCE);

  HostLookup(NodeRuntime runtime) {
    this.runtime = runtime;
  }

  InetAddress lookup(Dial dial) throws ConnectFailedException, InterruptedException {
    String host = dial.peer.host();
    InetAddress literal = literalOrNull(host);
    return literal == null ? resolve(host, dial) : literal;
  }

  /** An IP literal, as it stands. */
  static InetAddress literal(String text) throws ConnectFailedException {
    InetAddress literal = literalOrNull(text);
    if (literal == null) {
      throw new ConnectFailedException(ConnectFailure.PROTOCOL_ERROR, text + " is no IP address");
    }
    return literal;
  }

  /** An IP literal, as it stands; null for any other text. */
  static @Nullable InetAddress literalOrNull(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private InetAddress resolve(String host, Dial dial)
      throws ConnectFailedException, InterruptedException {
    if (!free.tryAcquire(dial.deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
      throw dial.timedOut();
    }
    CompletableFuture<InetAddress> answer = new CompletableFuture<>();
    boolean asked = false;
    try {
      Thread _ = runtime.start(() -> ask(host, answer));
      asked = true;
    } finally {
      if (!asked) {
        free.release();
      }
    }
    try {
      return answer.get(dial.deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new ConnectFailedException(
          ConnectFailure.EPMD_TIMEOUT, "the host name " + host + " was not resolved in time");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException
          ? new ConnectFailedException(
              ConnectFailure.EPMD_UNREACHABLE, "the host name " + host + " is unknown")
          : new ConnectFailedException(
              ConnectFailure.of(e.getCause()),
              "the lookup of the host name " + host + " broke off: " + e.getCause());
    }
  }

  private void ask(String host, CompletableFuture<InetAddress> answer) {
    try {
      answer.complete(InetAddress.getByName(host));
    } catch (UnknownHostException | RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      free.release();
    }
  }
}
