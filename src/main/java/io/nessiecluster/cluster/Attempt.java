package io.nessiecluster.cluster;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that is under way, and tells its end to whoever began it. */
@FunctionalInterface
public interface Attempt {

  /** Asks it to end soon; its end is told all the same. Does nothing when it is over. */
  void giveUp();

  /** Hears of the end, once, on any thread; must return at once and not throw. */
  @FunctionalInterface
  interface End {
    /**
     * The attempt is over.
     *
     * @param node the one that is connected, by the name that it has; null when none is
     * @param fault why not: a {@link NodeConnectException} where it is known; null when one is
     */
    void ended(@Nullable NodeName node, @Nullable Throwable fault);
  }

  /**
   * An attempt that waits on a thread of its own, and is interrupted when it is given up.
   *
   * @throws java.util.concurrent.RejectedExecutionException when there is no thread: it has not
   *     begun, and no end is told
   */
  static Attempt onThread(Executor threads, Callable<NodeName> connect, End end) {
    ThreadAttempt attempt = new ThreadAttempt(connect, end);
    threads.execute(attempt);
    return attempt;
  }
}
