package io.nessiecluster.cluster.state;

import io.nessiecluster.base.Faults;
import io.nessiecluster.base.SerialExecutor;
import io.nessiecluster.cluster.ClusterEvent;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Hands events to their consumer in order and one at a time, outside the lock under which they
 * arose, so that a slow consumer (a log on a full disk) never holds up whoever reads the state.
 *
 * <p>The events of one change are bounded by the nodes that it is about, and nobody can take any
 * while the change lasts: so only what waits from earlier changes counts against the bound.
 */
final class EventOutlet implements Consumer<ClusterEvent> {

  /**
   * The most events that wait for a consumer that cannot keep up, beyond those of the largest
   * change since it last kept up; then the oldest go.
   */
  static final int CAPACITY = 16_384;

  private final Consumer<ClusterEvent> consumer;
  private final SerialExecutor emitting =
      new SerialExecutor(Runnable::run, new Faults("a listener of events"));
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean untold = new AtomicBoolean();
  private int thisChange; // guarded, as the next one, by the lock of the changes
  private int largestChange;

  EventOutlet(Consumer<ClusterEvent> consumer) {
    this.consumer = consumer;
  }

  /** A change begins. Its caller holds the lock of the changes until it has told all its events. */
  void begin() {
    int waiting = emitting.waiting();
    largestChange = waiting == 0 ? 0 : Math.max(largestChange, thisChange);
    thisChange = 0;
    for (; waiting > CAPACITY + largestChange; waiting--) {
      emitting.dropOldest();
      if (dropped.getAndIncrement() == 0) {
        untold.set(true);
      }
    }
  }

  /** An event of the present change; waits for {@link #drain}. */
  @Override
  public void accept(ClusterEvent event) {
    thisChange++;
    emitting.add(() -> consumer.accept(event));
  }

  /** Emits what waits, unless another thread is at it: then that one emits this too. */
  void drain() {
    if (untold.compareAndSet(true, false)) {
      System.getLogger(EventOutlet.class.getName())
          .log(
              Level.WARNING,
              "a listener of events does not keep up: of more than "
                  + CAPACITY
                  + " that wait the oldest are dropped from now on");
    }
    emitting.resume();
  }

  /** How many events were dropped since the start. */
  long dropped() {
    return dropped.get();
  }
}
