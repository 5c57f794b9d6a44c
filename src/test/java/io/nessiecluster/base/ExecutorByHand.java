package io.nessiecluster.base;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** An executor without threads of its own: what becomes of its tasks, a test says. */
public abstract class ExecutorByHand extends AbstractExecutorService {

  private boolean closed;

  @Override
  public void shutdown() {
    closed = true;
  }

  /** Gives up what has not begun; nobody asks for that. */
  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return closed;
  }

  @Override
  public boolean isTerminated() {
    return closed;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }
}
