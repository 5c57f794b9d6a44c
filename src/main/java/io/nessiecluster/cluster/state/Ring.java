package io.nessiecluster.cluster.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest of what was added, up to a number. Who calls must be the only one. */
final class Ring<T> {

  private final Deque<T> newestFirst = new ArrayDeque<>();
  private final int capacity;

  /** An empty ring for at most {@code capacity} elements; 0 keeps none. */
  Ring(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("a ring cannot keep " + capacity + " elements");
    }
    this.capacity = capacity;
  }

  void add(T element) {
    if (capacity == 0) {
      return;
    }
    if (newestFirst.size() == capacity) {
      newestFirst.removeLast();
    }
    newestFirst.addFirst(element);
  }

  /** Puts {@code element} in the place of the newest, if there is one. */
  void replaceNewest(T element) {
    if (newestFirst.pollFirst() != null) {
      newestFirst.addFirst(element);
    }
  }

  /** The newest element; null when there is none. */
  @Nullable T newest() {
    return newestFirst.peekFirst();
  }

  List<T> newestFirst() {
    return List.copyOf(newestFirst);
  }
}
