package io.nessiecluster.mesh.simulation;

import io.nessiecluster.base.ExecutorByHand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Runs what an observer gives to its executor. What is submitted is waited for by a sweep, and done
 * at once. What is executed is a strand: it may wait for the time of the {@link Chronicle}, while
 * other things happen; it has a thread for that, but runs only while all others stand still.
 */
final class Strands extends ExecutorByHand {

  /** Something that runs until it waits. */
  private final class Strand {
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private final Thread thread;
    private final long begunAt = chronicle.now();

    private Strand(Runnable task) {
      thread =
          Thread.ofVirtual()
              .unstarted(
                  () -> {
                    turn.acquireUninterruptibly();
                    try {
                      task.run();
                    } finally {
                      all.remove(this);
                      back.release();
                    }
                  });
    }

    private void goOn() {
      Strand before = current;
      current = this;
      turn.release();
      back.acquireUninterruptibly();
      current = before;
    }

    private void pause() throws InterruptedException {
      back.release();
      turn.acquireUninterruptibly();
      if (Thread.interrupted()) {
        throw new InterruptedException("given up");
      }
    }
  }

  private final Chronicle chronicle;
  private final List<Strand> all = new ArrayList<>();
  private @Nullable Strand current;

  Strands(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  @Override
  public void execute(Runnable task) {
    if (!isShutdown()) {
      Strand strand = new Strand(task);
      all.add(strand);
      strand.thread.start();
      chronicle.after(chronicle.between(0, 3), () -> wake(strand));
    }
  }

  @Override
  public Future<?> submit(Runnable task) {
    FutureTask<?> done = new FutureTask<>(task, null);
    done.run();
    return done;
  }

  private void wake(Strand strand) {
    if (all.contains(strand)) {
      strand.goOn();
    }
  }

  /** When the strand that runs was given to be executed. */
  long begunAt() {
    return waiting().strand.begunAt;
  }

  /** Waits on the strand that runs; what else happens meanwhile, happens. */
  void sleep(long millis) throws InterruptedException {
    Waiting waiting = waiting();
    chronicle.after(millis, waiting::end);
    waiting.await();
  }

  /** Something that the strand which runs is going to wait for. */
  Waiting waiting() {
    if (current == null) {
      throw new IllegalStateException("only what was executed may wait");
    }
    return new Waiting(current);
  }

  /** Ends the waiting of a strand, once. */
  final class Waiting {
    private final Strand strand;
    private boolean ended;

    private Waiting(Strand strand) {
      this.strand = strand;
    }

    /** For the thread of the chronicle, once the strand awaits it. */
    void end() {
      if (!ended) {
        ended = true;
        wake(strand);
      }
    }

    void await() throws InterruptedException {
      try {
        strand.pause();
      } finally {
        ended = true;
      }
    }
  }

  /** All that waits is given up. */
  @Override
  public void shutdown() {
    super.shutdown();
    for (Strand strand : List.copyOf(all)) {
      strand.thread.interrupt();
      wake(strand);
    }
  }
}
