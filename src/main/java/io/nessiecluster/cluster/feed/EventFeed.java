package io.nessiecluster.cluster.feed;

import io.nessiecluster.base.Faults;
import io.nessiecluster.base.SerialExecutor;
import io.nessiecluster.cluster.ClusterEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The events, live and for a while from memory, for many readers. An event costs its teller the
 * same whatever the number of readers: all read from one ring, each at its own pace, on other
 * threads. A reader that falls behind the ring, or takes nothing for too long, is dropped.
 *
 * <p>A cause that fails again and again is told once: the feed is about changes.
 *
 * @param <T> the form in which readers get an event; made once for each event
 */
public final class EventFeed<T> implements Consumer<ClusterEvent>, AutoCloseable {

  /** What a reader is sent. */
  public sealed interface Item<T> {
    /** The reader is connected; what follows is newer than {@code position}. */
    record Opened<T>(Position position) implements Item<T> {}

    /** Some events since the reader's last one are no longer in memory. */
    record Missed<T>() implements Item<T> {}

    /** An event. */
    record Happened<T>(Position position, T event) implements Item<T> {}

    /** Nothing has happened for a while. */
    record Heartbeat<T>() implements Item<T> {}
  }

  /**
   * A place in the feed.
   *
   * @param epoch which process told the event, as numbers begin anew with each
   * @param number of the event, from 1; 0 = before the first
   */
  public record Position(long epoch, long number) {
    /** The position as {@code epoch-number}. */
    public String text() {
      return epoch + "-" + number;
    }

    /** Reads {@link #text()}; empty when it is something else. */
    public static Optional<Position> parse(String text) {
      int dash = text.indexOf('-');
      try {
        return dash < 0
            ? Optional.empty()
            : Optional.of(
                new Position(
                    Long.parseUnsignedLong(text, 0, dash, 10),
                    Long.parseUnsignedLong(text, dash + 1, text.length(), 10)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The bounds of a feed.
   *
   * @param events how many are kept in memory, for which it is taken as they come
   * @param readers how many there may be at once
   * @param stall for how long a reader may take nothing
   */
  public record Limits(int events, int readers, Duration stall) {
    /** 32,768 events: three times what the discovery of five thousand nodes tells at once. */
    public static final Limits DEFAULT = new Limits(32_768, 1024, Duration.ofSeconds(30));

    /** These limits with another number of readers. */
    public Limits withReaders(int other) {
      return new Limits(events, other, stall);
    }
  }

  private static final int FIRST_ROOM = 1024;

  private final long epoch;
  private final Limits limits;
  private final Function<ClusterEvent, T> form;
  private final Faults faults = new Faults("a reader of events, or its thread,");
  private final SerialExecutor waking;
  private final LongSupplier nanoTime;

  private final Object lock = new Object();
  private Object[] ring; // guarded by the lock; grows to the limit
  private long newest; // guarded by the lock

  private final Set<EventReader<T>> readers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong beats = new AtomicLong();
  private volatile boolean closed;

  /**
   * A feed without readers.
   *
   * @param epoch tells this process from those before it: a random number, as clocks may be set
   * @param form makes of an event what readers get; called by who tells the event
   * @param executor wakes the readers; each task is short, and one at a time is enough
   */
  public EventFeed(
      long epoch,
      Limits limits,
      Function<ClusterEvent, T> form,
      Executor executor,
      LongSupplier nanoTime) {
    this.epoch = epoch;
    this.limits = limits;
    this.form = form;
    this.waking = new SerialExecutor(executor, faults);
    this.nanoTime = nanoTime;
    this.ring = new Object[Math.min(FIRST_ROOM, limits.events())];
  }

  @Override
  public void accept(ClusterEvent event) {
    if (!isChange(event)) {
      return;
    }
    T formed = form.apply(event);
    synchronized (lock) {
      if (newest == ring.length && newest < limits.events()) { // full, and nothing overwritten yet
        grow();
      }
      newest++;
      ring[slot(newest)] = formed;
    }
    wakeReaders();
  }

  private static boolean isChange(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeFailing failing -> failing.failures() == 1;
      case ClusterEvent.DnsFailing failing -> failing.failures() == 1;
      default -> true;
    };
  }

  /**
   * The events for one reader, on the terms of {@link Flow}. Fails with {@link
   * EventReadersException} when there are too many readers or the feed is closed, and with {@link
   * SlowReaderException} when the reader is dropped.
   *
   * @param lastSeen text of the position of the last event that the reader has seen: what is newer
   *     is sent first, and {@link Item.Missed} before that when not all of it is in memory; empty =
   *     from now on
   */
  public Flow.Publisher<Item<T>> since(Optional<String> lastSeen) {
    return subscriber -> {
      Optional<Position> position = lastSeen.flatMap(Position::parse);
      long last = newest();
      boolean known = position.filter(at -> at.epoch() == epoch && at.number() <= last).isPresent();
      long from = known ? position.orElseThrow().number() : lastSeen.isPresent() ? 0 : last;
      boolean missed = from + 1 < oldest() || (lastSeen.isPresent() && !known);
      long next = Math.max(from + 1, oldest());
      new EventReader<>(this, subscriber, next, missed).subscribe();
    };
  }

  /** Sends a heartbeat to readers that have nothing else to read; looks for those that stall. */
  public void beat() {
    beats.incrementAndGet();
    wakeReaders();
  }

  /** How many readers there are. */
  public int readers() {
    return readers.size();
  }

  /** How many readers were dropped for being slow, since the start. */
  public long dropped() {
    return dropped.get();
  }

  /** Ends every reader's stream, and refuses readers from now on. */
  @Override
  public void close() {
    closed = true;
    readers.forEach(EventReader::end);
  }

  boolean admit(EventReader<T> reader) {
    if (places.incrementAndGet() > limits.readers() || closed) {
      places.decrementAndGet();
      return false;
    }
    readers.add(reader);
    if (closed) { // closed between the two: close() may not have seen this one
      reader.end();
    }
    return true;
  }

  void leave(EventReader<T> reader) {
    if (readers.remove(reader)) {
      places.decrementAndGet();
    }
  }

  void countDropped() {
    dropped.incrementAndGet();
  }

  /** The number of the newest event; 0 when there is none. */
  long newest() {
    synchronized (lock) {
      return newest;
    }
  }

  /** The number of the oldest event in memory, or of the next one to come when there is none. */
  long oldest() {
    return Math.max(1, newest() - limits.events() + 1);
  }

  /** The event of this number; null when it is not in memory, or not yet told. */
  @Nullable T event(long number) {
    synchronized (lock) {
      if (number > newest || number <= newest - ring.length) {
        return null;
      }
      @SuppressWarnings("unchecked") // accept() alone writes there
      T event = (T) ring[slot(number)];
      return event;
    }
  }

  Position position(long number) {
    return new Position(epoch, number);
  }

  long beats() {
    return beats.get();
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  boolean isStall(long nanos) {
    return nanos > TimeUnit.NANOSECONDS.convert(limits.stall());
  }

  /** Numbers begin with 1, so that until the ring is full each event has the slot below. */
  private void grow() {
    ring = Arrays.copyOf(ring, (int) Math.min(2L * ring.length, limits.events()));
  }

  private int slot(long number) {
    return (int) ((number - 1) % ring.length);
  }

  /** One task wakes all, for all events that were told before it runs. */
  private void wakeReaders() {
    if (!readers.isEmpty() && waking.waiting() == 0) {
      waking.add(this::wakeAll);
    }
    waking.resume(); // should the executor have refused the last time
  }

  private void wakeAll() {
    for (EventReader<T> reader : readers) {
      try {
        reader.wake();
      } catch (Throwable fault) { // of this reader: the others read on
        faults.accept(fault);
      }
    }
  }
}
