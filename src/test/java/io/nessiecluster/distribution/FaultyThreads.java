package io.nessiecluster.distribution;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, of which some cannot be had when a test says so. */
public final class FaultyThreads implements ThreadFactory {

  private final ThreadFactory threads = Thread.ofVirtual().factory();
  private final List<Thread> made = new CopyOnWriteArrayList<>();
  private int granted = Integer.MAX_VALUE;
  private int refusals;

  /** The next so many threads are refused. */
  public void refuse(int count) {
    refuseAfter(0, count);
  }

  /** After so many threads more, so many are refused. */
  public synchronized void refuseAfter(int more, int count) {
    granted = more;
    refusals = count;
  }

  /** How many refusals are left. */
  public synchronized int refusals() {
    return refusals;
  }

  /** The threads so far, in order. */
  public List<Thread> made() {
    return made;
  }

  @Override
  public Thread newThread(Runnable task) {
    synchronized (this) {
      if (granted > 0) {
        granted--;
      } else if (refusals > 0) {
        refusals--;
        throw new OutOfMemoryError("unable to create native thread: as scripted");
      }
    }
    Thread thread = threads.newThread(task);
    made.add(thread);
    return thread;
  }
}
