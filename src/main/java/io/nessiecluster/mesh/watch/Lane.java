package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCallException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks many members one question, so many at once, each of them on a thread of the executor, and
 * none while it has not answered. For use by one thread.
 */
final class Lane<T> implements AutoCloseable {

  /** What members are asked. */
  @FunctionalInterface
  interface Question<T> {
    /** Asks one of them, and waits for the answer, for the time of questions at most. */
    T ask(NodeName member) throws MeshCallException, InterruptedException;
  }

  /** What a question may take beyond its own time before it is given up. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ExecutorService executor;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final int atOnce;
  private final Duration allowance;
  private final Set<Incarnation> waiting = new LinkedHashSet<>();
  private final SequencedMap<Incarnation, Asked> underWay = new LinkedHashMap<>(); // oldest first
  private final Map<Incarnation, Asked> givenUp = new HashMap<>(); // a thread is still at these
  private final BlockingQueue<Asked> ended = new LinkedBlockingQueue<>();
  private final Question<T> question;

  /**
   * A lane on which nobody is asked.
   *
   * @param atOnce how many questions may be under way
   * @param timeout of each question
   */
  Lane(
      ExecutorService executor,
      InstantSource clock,
      LongSupplier nanoTime,
      int atOnce,
      Duration timeout,
      Question<T> question) {
    this.executor = executor;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.atOnce = atOnce;
    this.allowance = timeout.plus(GRACE);
    this.question = question;
  }

  /** Sees to it that these are asked; who waits for that, or for its answer, need not be again. */
  void ask(Collection<Incarnation> members) {
    givenUp.values().removeIf(asked -> asked.over);
    for (Incarnation member : members) {
      if (!underWay.containsKey(member) && !givenUp.containsKey(member)) {
        waiting.add(member);
      }
    }
    begin();
  }

  /** Those who are not wanted any more are not asked, if they have not been yet. */
  void retain(Predicate<Incarnation> wanted) {
    waiting.removeIf(wanted.negate());
  }

  private void begin() {
    while (underWay.size() < atOnce && !waiting.isEmpty()) {
      Incarnation next = waiting.iterator().next();
      waiting.remove(next);
      Asked asked = new Asked(next);
      underWay.put(next, asked);
      asked.begin();
    }
  }

  /** The answers that have come since they were taken last. Does not wait for others. */
  List<Answer<T>> arrived() {
    List<Answer<T>> answers = new ArrayList<>();
    giveUpOverdue();
    for (Asked asked = ended.poll(); asked != null; asked = ended.poll()) {
      take(asked, answers);
    }
    begin();
    return answers;
  }

  /** Waits until everybody who was to be asked has answered, or its time is over. */
  List<Answer<T>> all() throws InterruptedException {
    List<Answer<T>> answers = new ArrayList<>();
    while (!underWay.isEmpty()) {
      Asked oldest = underWay.firstEntry().getValue();
      Asked asked = ended.poll(oldest.deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      if (asked == null) {
        asked = oldest;
        oldest.giveUp();
      }
      take(asked, answers);
      begin();
    }
    return answers;
  }

  private void take(Asked asked, List<Answer<T>> answers) {
    Answer<T> answer = asked.answer.get();
    if (answer != null && underWay.remove(asked.member, asked)) { // not one that was given up
      answers.add(answer);
    }
  }

  private void giveUpOverdue() {
    for (Map.Entry<Incarnation, Asked> entry : underWay.entrySet()) {
      if (!entry.getValue().deadline.passed()) {
        return; // nor have those that were asked later
      }
      entry.getValue().giveUp();
      ended.add(entry.getValue());
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    waiting.clear();
    underWay.values().forEach(Asked::giveUp);
    underWay.clear();
    givenUp.clear();
  }

  private final class Asked implements Runnable {
    private final Incarnation member;
    private final long began = nanoTime.getAsLong();
    private final Deadline deadline = Deadline.in(allowance, nanoTime);
    private final AtomicReference<@Nullable Answer<T>> answer = new AtomicReference<>(); // 1st wins
    private final AtomicBoolean taken = new AtomicBoolean(); // by its thread, or who gave it up
    private volatile boolean over;
    private @Nullable Future<?> task;

    Asked(Incarnation member) {
      this.member = member;
    }

    void begin() {
      try {
        task = executor.submit(this);
      } catch (RuntimeException | Error e) { // fails this question, not the sweep
        end(Optional.empty(), Optional.of("no thread could be started to ask it"), false);
      }
    }

    @Override
    public void run() {
      if (!taken.compareAndSet(false, true)) {
        return; // given up before it began
      }
      try {
        end(Optional.of(question.ask(member.node())), Optional.empty(), false);
      } catch (MeshCallException e) {
        String why = e.reason().code() + ": " + Printable.text(e.detail());
        boolean late = e.reason() == MeshCallException.Reason.TIMEOUT;
        end(Optional.empty(), Optional.of(why), late);
      } catch (InterruptedException _) { // by who gave it up, or ends the executor
        end(Optional.empty(), Optional.of("given up"), true);
      } catch (RuntimeException | Error e) {
        String why = "the question threw " + Printable.text(e.toString());
        end(Optional.empty(), Optional.of(why), false);
      } finally {
        over = true;
      }
    }

    void giveUp() {
      String why = "timeout: no answer in " + allowance.toMillis() + " ms";
      outcome(Optional.empty(), Optional.of(why), true);
      if (taken.compareAndSet(false, true)) {
        over = true; // it never begins
      }
      if (task != null) {
        task.cancel(true);
      }
      givenUp.put(member, this);
    }

    private void end(Optional<T> value, Optional<String> failure, boolean late) {
      outcome(value, failure, late);
      ended.add(this);
    }

    private void outcome(Optional<T> value, Optional<String> failure, boolean late) {
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - began);
      answer.compareAndSet(
          null, new Answer<>(member, value, failure, late, began, took, clock.instant()));
    }
  }
}
