package io.nessiecluster.cluster;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that waits on the thread that runs it. */
final class ThreadAttempt implements Attempt, Runnable {

  private final Callable<NodeName> connect;
  private final End end;
  private @Nullable Thread runner; // while it can be interrupted
  private boolean givenUp;

  ThreadAttempt(Callable<NodeName> connect, End end) {
    this.connect = connect;
    this.end = end;
  }

  @Override
  public void run() {
    NodeName node = null;
    Throwable fault = null;
    try {
      begin();
      node = connect.call();
    } catch (Exception | Error e) {
      fault = e;
    } finally {
      leave();
    }
    end.ended(node, fault);
  }

  private synchronized void begin() throws InterruptedException {
    if (givenUp) {
      throw new InterruptedException("given up before it began");
    }
    runner = Thread.currentThread();
  }

  private synchronized void leave() {
    runner = null;
  }

  @Override
  public synchronized void giveUp() {
    givenUp = true;
    if (runner != null) {
      runner.interrupt();
    }
  }
}
