package io.nessiecluster.base;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * Virtual threads that a test can look at: a clock that is set by hand may go on only when all
 * wait, or who is about to wait reads the new time and waits for nothing.
 */
public final class SeenThreads implements ThreadFactory {

  private final ThreadFactory threads = Thread.ofVirtual().factory();
  private final List<Thread> made = new CopyOnWriteArrayList<>();

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = threads.newThread(task);
    made.removeIf(any -> any.getState() == Thread.State.TERMINATED);
    made.add(thread);
    return thread;
  }

  /** Whether there are threads, and each waits. */
  public boolean areStill() {
    List<Thread.State> states =
        made.stream()
            .map(Thread::getState)
            .filter(state -> state != Thread.State.TERMINATED)
            .toList();
    return !states.isEmpty()
        && states.stream()
            .allMatch(s -> s == Thread.State.WAITING || s == Thread.State.TIMED_WAITING);
  }
}
