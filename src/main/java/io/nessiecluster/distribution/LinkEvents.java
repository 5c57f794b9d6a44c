package io.nessiecluster.distribution;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tells the listener of events in their order, on a thread that is started on demand. */
final class LinkEvents {

  private static final int MAX_WAITING = 4096;
  private static final int MAX_WAITING_FOR_REFUSALS = 256;

  private final LinkListener listener;
  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean telling;

  LinkEvents(LinkListener listener, Executor threads) {
    this.listener = listener;
    this.threads = threads;
  }

  /**
   * Whether the listener keeps up. Nothing that leads to more events is begun while it does not, so
   * that at most one loss per link comes on top of the bound.
   */
  synchronized boolean hasRoom() {
    return waiting.size() < MAX_WAITING;
  }

  void up(Link link) {
    tell(() -> listener.linkUp(link));
  }

  void lost(Link link, Loss loss) {
    tell(() -> listener.linkLost(link, loss.cause(), loss.detail()));
  }

  /** Garbage may come in masses: it must not take the room of what matters. */
  synchronized void refused(InetSocketAddress from, ConnectFailure failure, String detail) {
    if (waiting.size() < MAX_WAITING_FOR_REFUSALS) {
      tell(() -> listener.handshakeRefused(from, failure, detail));
    }
  }

  private synchronized void tell(Runnable event) {
    waiting.add(event);
    if (!telling) {
      telling = true;
      threads.execute(this::tellAll);
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable event = waiting.poll();
    telling = event != null;
    return event;
  }

  private void tellAll() {
    for (Runnable event = next(); event != null; event = next()) {
      try {
        event.run();
      } catch (RuntimeException e) { // a faulty listener must not silence the events to come
        System.getLogger(LinkEvents.class.getName())
            .log(System.Logger.Level.WARNING, "a link listener failed", e);
      }
    }
  }
}
