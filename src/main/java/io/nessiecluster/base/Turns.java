package io.nessiecluster.base;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Lets those work one after the other who never have to wait: a virtual thread that does not block
 * keeps its carrier, and {@code Thread.yield} gives it to such threads alone, never to one that a
 * timer or a socket wakes. Who has worked for a while waits here for another turn, and is woken
 * from outside the carriers, so that everybody else comes in between. Waiting is bounded: a turn is
 * short, and is given back before its holder waits for anything else.
 */
public final class Turns {

  /** What a turn is worth, as {@link Turn#worked} counts: some hundred microseconds. */
  public static final int QUANTUM = 32 << 10;

  private final Semaphore places;
  private final Executor waker;

  /**
   * No turn is taken yet.
   *
   * @param atOnce how many may have a turn at a time: fewer than there are carriers, but one
   * @param waker runs a short task for each turn, on a thread that is none of those who take turns
   */
  public Turns(int atOnce, Executor waker) {
    this.places = new Semaphore(atOnce, true);
    this.waker = waker;
  }

  /** Turns for readers on all carriers but one. */
  public static Turns ofReaders(Executor waker) {
    return new Turns(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), waker);
  }

  /** One who may be busy. For use by one thread at a time. */
  public Turn turn() {
    return new Turn();
  }

  /** Where one stands who takes turns with the others. */
  public final class Turn {

    private int done;
    private boolean held;

    private Turn() {}

    /** So much was done; when that is a {@link #QUANTUM}, waits until it is this one's turn. */
    public void worked(int amount) {
      done += amount;
      if (done >= QUANTUM) {
        done = 0;
        giveBack();
        places.acquireUninterruptibly();
        held = true;
      }
    }

    /** Whether it is this one's turn. */
    public boolean isHeld() {
      return held;
    }

    /** Ends the turn, if this one has it: before waiting for anything, and in the end. */
    public void giveBack() {
      if (held) {
        held = false;
        try {
          waker.execute(places::release);
        } catch (RejectedExecutionException _) { // nobody is left to wake, and all is ending
          places.release();
        }
      }
    }
  }
}
