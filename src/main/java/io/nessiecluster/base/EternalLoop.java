package io.nessiecluster.base;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop that must not end before its owner closes it: turn after turn, on a thread of its own or
 * on a timer. What a turn throws, Errors included, is counted and logged, and the next turn comes
 * after a pause. What cannot be survived all the same is seen by {@link #isDead}.
 */
public final class EternalLoop implements AutoCloseable {

  /** One turn of a loop; on a thread it may wait for what it is about. */
  @FunctionalInterface
  public interface Turn {
    /**
     * Takes the turn.
     *
     * @throws InterruptedException when the thread is to end: so does the loop
     * @throws ClosedChannelException when what the loop is about is closed for good: so does the
     *     loop
     * @throws Exception when the turn failed: the next one follows
     */
    void run() throws Exception;
  }

  /** Between turns that fail, on a thread: no spinning, and soon enough when the need is over. */
  private static final Backoff PAUSE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

  /** How many periods without a turn are no accident on a timer; and a paused machine is none. */
  private static final int OVERDUE_PERIODS = 4;

  private static final Duration LEAST_OVERDUE = Duration.ofSeconds(10);

  private final String name;
  private final Turn turn;
  private final Faults faults;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile BooleanSupplier ended = () -> false; // nothing is expected before the start
  private volatile long lastTurn; // on the nano source of a timer's loop
  private @Nullable Thread thread;
  private @Nullable Future<?> schedule;

  /**
   * A loop that has not begun.
   *
   * @param name what it is to the log and to the liveness probe, such as {@code acceptor}
   */
  public EternalLoop(String name, Turn turn) {
    this.name = name;
    this.turn = turn;
    this.faults = new Faults("the loop \"" + name + "\"");
  }

  /**
   * Begins, one turn right after the other.
   *
   * @param threads starts a thread; what it throws is thrown here, and the loop has not begun
   */
  public synchronized void start(Function<Runnable, Thread> threads) {
    Thread started = threads.apply(this::run);
    thread = started;
    ended = () -> !started.isAlive();
  }

  /**
   * Begins, with the first turn after a period and each next one a period after the last.
   *
   * @param timer is not shut down here
   * @param nanoTime tells whether turns are overdue, as {@code System.nanoTime()}
   */
  public synchronized void start(
      ScheduledExecutorService timer, Duration period, LongSupplier nanoTime) {
    Duration periods = period.multipliedBy(OVERDUE_PERIODS);
    long overdue = (periods.compareTo(LEAST_OVERDUE) > 0 ? periods : LEAST_OVERDUE).toNanos();
    lastTurn = nanoTime.getAsLong();
    Future<?> started =
        timer.scheduleWithFixedDelay(
            () -> takeTurn(nanoTime), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    schedule = started;
    ended = () -> started.isDone() || nanoTime.getAsLong() - lastTurn > overdue;
  }

  /** What this loop is. */
  public String name() {
    return name;
  }

  /**
   * Whether the loop has ended though nobody closed it: its thread is gone, or on a timer no turn
   * has been taken for four periods, and 10 s at least. Never blocks.
   */
  public boolean isDead() {
    return !isClosed() && ended.getAsBoolean();
  }

  /** How many turns have thrown. */
  public long faults() {
    return faults.count();
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** On a timer. Whatever came out of here would be the end of the schedule. */
  private void takeTurn(LongSupplier nanoTime) {
    try {
      try {
        turn.run();
      } finally {
        lastTurn = nanoTime.getAsLong();
      }
    } catch (Throwable fault) {
      faults.accept(fault);
    }
  }

  /** On a thread. */
  private void run() {
    int failures = 0;
    while (!isClosed()) {
      try {
        if (failures > 0
            && closed.await(PAUSE.delay(failures - 1).toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
        turn.run();
        failures = 0;
      } catch (InterruptedException | ClosedChannelException end) {
        if (!isClosed()) {
          faults.accept(end); // liveness tells of it from now on
        }
        return;
      } catch (Throwable fault) {
        failures++;
        if (!isClosed()) {
          faults.accept(fault);
        }
      }
    }
  }

  /** Waits for the thread to end, if there is one; after {@link #close}, for so long at most. */
  public void awaitEnd(Duration bound) throws InterruptedException {
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      boolean _ = running.join(bound);
    }
  }

  /** No further turn is taken. The one that runs goes on: closing what it waits for ends it. */
  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      if (schedule != null) {
        schedule.cancel(false);
      }
    }
  }
}
