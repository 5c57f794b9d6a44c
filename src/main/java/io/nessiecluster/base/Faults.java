package io.nessiecluster.base;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts what is thrown where nothing ought to be, and logs it sparingly, whoever causes it: of
 * each kind of throwable the 1st, 2nd, 4th, 8th and so on, and every 1,024th. Never throws, for it
 * is called where everything else has failed. Safe for threads.
 */
public final class Faults implements Consumer<Throwable> {

  private static final int MOST_KINDS = 16; // the rest is counted as one
  private static final long EVERY = 1024;

  private final String where;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Long> kinds = new HashMap<>(); // guarded by itself

  /**
   * No faults yet.
   *
   * @param where in whose work they arise, such as {@code the acceptor}; stands in the log
   */
  public Faults(String where) {
    this.where = where;
  }

  @Override
  public void accept(Throwable fault) {
    count.incrementAndGet();
    try {
      long ofKind = ofKind(fault.getClass().getName());
      if (Long.bitCount(ofKind) == 1 || ofKind % EVERY == 0) {
        System.getLogger(Faults.class.getName())
            .log(Level.WARNING, where + " failed and goes on (time " + ofKind + ")", fault);
      }
    } catch (Throwable _) {
      return; // no memory to say so, or a log that fails: counted it is
    }
  }

  private long ofKind(String name) {
    synchronized (kinds) {
      boolean has = kinds.containsKey(name) || kinds.size() < MOST_KINDS;
      return kinds.merge(has ? name : "", 1L, Long::sum);
    }
  }

  /** How many there have been. */
  public long count() {
    return count.get();
  }
}
