package io.nessiecluster.distribution;

import io.nessiecluster.base.Faults;
import io.nessiecluster.base.Printable;
import io.nessiecluster.base.SerialExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Tells the listener of events in their order, on a thread that is started on demand. */
final class LinkEvents {

  private static final int MAX_WAITING = 4096;
  private static final int MAX_WAITING_FOR_REFUSALS = 256;

  private final LinkListener listener;
  private final SerialExecutor telling;

  LinkEvents(LinkListener listener, Executor threads) {
    this.listener = listener;
    this.telling = new SerialExecutor(threads, new Faults("a link listener, or its thread,"));
  }

  /**
   * Whether the listener keeps up. Nothing that leads to more events is begun while it does not, so
   * that at most one loss per link comes on top of the bound.
   */
  boolean hasRoom() {
    return telling.waiting() < MAX_WAITING;
  }

  void up(Link link) {
    telling.execute(() -> listener.linkUp(link));
  }

  void lost(Link link, Loss loss) {
    telling.execute(() -> listener.linkLost(link, loss.cause(), Printable.text(loss.detail())));
  }

  /** Garbage may come in masses: it must not take the room of what matters. */
  void refused(InetSocketAddress from, ConnectFailure failure, String detail) {
    if (telling.waiting() < MAX_WAITING_FOR_REFUSALS) { // give or take those who come at once
      telling.execute(() -> listener.handshakeRefused(from, failure, Printable.text(detail)));
    }
  }

  /** Tells what still waits, should no thread have been had when it happened. */
  void resume() {
    telling.resume();
  }
}
