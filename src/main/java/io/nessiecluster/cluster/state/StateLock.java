package io.nessiecluster.cluster.state;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The one lock of what is known. Nothing blocks under it. */
final class StateLock {

  private final ReentrantLock lock = new ReentrantLock();

  <T> T reading(Supplier<T> answer) {
    lock.lock();
    try {
      return answer.get();
    } finally {
      lock.unlock();
    }
  }

  void changing(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
