package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Since when nodes cannot be connected, and what was told of it: one that starts or ends is so for
 * a moment, and that is news once; one that stays so is for each cause, and then now and again. Of
 * no more nodes than may be known. Safe for threads.
 */
final class Ailments {

  /**
   * Longer than a pod takes to start, with the pull of its image, or to leave the DNS once it has
   * ended.
   */
  static final Duration PASSES = Duration.ofMinutes(2);

  /** How long a cause that was told is no news. */
  static final Duration REPEAT_AFTER = Duration.ofMinutes(10);

  private final Map<NodeName, Ailment> ailments = new ConcurrentHashMap<>();
  private final Map<NodeName, Since> closed = new LinkedHashMap<>(); // the oldest first
  private final LongSupplier nanoTime;

  /**
   * @param told whether it was told that the node is not up, be it that it has closed in order
   * @param warned when each cause was last told as one that does not pass
   */
  private record Ailment(Since since, boolean told, Map<ConnectCause, Since> warned) {

    boolean isNews(ConnectCause cause) {
      Since last = warned.get(cause);
      return last == null || last.age().compareTo(REPEAT_AFTER) >= 0;
    }

    Ailment warnedOf(ConnectCause cause, Since now) {
      Map<ConnectCause, Since> all = new EnumMap<>(ConnectCause.class);
      all.putAll(warned);
      all.put(cause, now);
      return new Ailment(since, true, all);
    }
  }

  Ailments(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The node was connected, and has closed in order, as one does that ends; that was told. */
  void closed(NodeName node) {
    synchronized (closed) {
      closed.remove(node);
      closed.put(node, Since.now(nanoTime));
      Iterator<Since> oldest = closed.values().iterator(); // it ends before the one just put
      while (hasPassed(oldest.next()) || closed.size() > Places.MOST) {
        oldest.remove();
      }
    }
  }

  private boolean hasClosed(NodeName node) {
    synchronized (closed) {
      Since when = closed.get(node);
      return when != null && !hasPassed(when);
    }
  }

  private static boolean hasPassed(Since since) {
    return since.age().compareTo(PASSES) >= 0;
  }

  /**
   * The node could not be connected; returns whether that has lasted, for the first time or not.
   */
  boolean lasts(NodeName node) {
    if (ailments.size() >= Places.MOST && !ailments.containsKey(node)) {
      return true;
    }
    boolean told = hasClosed(node);
    return hasPassed(
        ailments
            .computeIfAbsent(node, _ -> new Ailment(Since.now(nanoTime), told, Map.of()))
            .since());
  }

  /** Whether it is to be told, once, that the node is not up. */
  boolean isFirst(NodeName node) {
    AtomicBoolean first = new AtomicBoolean();
    ailments.computeIfPresent(
        node,
        (_, before) -> {
          first.set(!before.told());
          return new Ailment(before.since(), true, before.warned());
        });
    return first.get();
  }

  /**
   * Whether it is to be told that this does not pass: for each cause at first, and then every
   * {@link #REPEAT_AFTER}.
   *
   * @param times how often in a row the cause was seen
   */
  boolean warns(NodeName node, ConnectCause cause, int times) {
    AtomicBoolean news = new AtomicBoolean(times == 1);
    ailments.computeIfPresent(
        node,
        (_, before) -> {
          news.set(before.isNews(cause));
          return news.get() ? before.warnedOf(cause, Since.now(nanoTime)) : before;
        });
    return news.get();
  }

  /**
   * The node is connected, or is looked for no more; returns whether it had closed in order, and
   * not long ago.
   */
  boolean end(NodeName node) {
    boolean hasClosed = hasClosed(node);
    Ailment ended = ailments.remove(node);
    synchronized (closed) {
      closed.remove(node);
    }
    return hasClosed && (ended == null || ended.warned().isEmpty());
  }
}
