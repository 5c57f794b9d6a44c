package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to their consumer in order and one at a time, outside the lock under which they
 * arose, so that a slow consumer (a log on a full disk) never holds up whoever reads the state.
 */
final class EventOutlet implements Consumer<ClusterEvent> {

  /** The most events that wait; the oldest go first when a consumer cannot keep up. */
  static final int CAPACITY = 16_384;

  private final Queue<ClusterEvent> waiting = new ArrayDeque<>();
  private final ReentrantLock emitting = new ReentrantLock();
  private final Consumer<ClusterEvent> consumer;

  EventOutlet(Consumer<ClusterEvent> consumer) {
    this.consumer = consumer;
  }

  @Override
  public void accept(ClusterEvent event) {
    synchronized (waiting) {
      if (waiting.size() == CAPACITY) {
        waiting.remove();
      }
      waiting.add(event);
    }
  }

  /** Emits what waits, unless another thread is at it: then that one emits this too. */
  void drain() {
    if (emitting.isHeldByCurrentThread()) {
      return; // the consumer caused an event: its turn comes when the consumer has returned
    }
    while (hasWaiting() && emitting.tryLock()) {
      try {
        for (ClusterEvent event = next(); event != null; event = next()) {
          consumer.accept(event);
        }
      } finally {
        emitting.unlock();
      }
    }
  }

  private boolean hasWaiting() {
    synchronized (waiting) {
      return !waiting.isEmpty();
    }
  }

  private @Nullable ClusterEvent next() {
    synchronized (waiting) {
      return waiting.poll();
    }
  }
}
