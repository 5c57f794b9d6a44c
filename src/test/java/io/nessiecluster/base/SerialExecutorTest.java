package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One task after the other, whatever is thrown. */
class SerialExecutorTest {

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<Throwable> faults = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final SerialExecutor serial = new SerialExecutor(threads::add, faults::add);

  @Test
  void oneThreadIsAskedForHoweverManyTasksWait() {
    serial.execute(() -> ran.add("a"));
    serial.execute(() -> ran.add("b"));

    assertThat(serial.waiting()).isEqualTo(2);
    assertThat(threads).hasSize(1);
    threads.remove().run();
    assertThat(ran).containsExactly("a", "b");
    assertThat(serial.waiting()).isZero();

    serial.execute(() -> ran.add("c"));
    assertThat(threads).hasSize(1);
  }

  @Test
  void aTaskThatThrowsAnErrorIsToldOfAndTheNextOneRuns() {
    Error fault = new StackOverflowError("as scripted");
    serial.execute(
        () -> {
          throw fault;
        });
    serial.execute(() -> ran.add("b"));
    threads.remove().run();

    assertThat(faults).containsExactly(fault);
    assertThat(ran).containsExactly("b");
    serial.execute(() -> ran.add("c"));
    assertThat(threads).as("it runs tasks still").hasSize(1);
  }

  @Test
  void whatARefusedThreadLeftRunsWithTheNextTask() {
    List<Boolean> refusals = new ArrayList<>(List.of(true));
    SerialExecutor refused =
        new SerialExecutor(
            task -> {
              if (!refusals.isEmpty()) {
                refusals.removeFirst();
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            faults::add);
    refused.execute(() -> ran.add("a"));
    assertThat(ran).isEmpty();
    assertThat(faults).singleElement().isInstanceOf(OutOfMemoryError.class);
    assertThat(refused.waiting()).isEqualTo(1);

    refused.execute(() -> ran.add("b"));
    assertThat(ran).containsExactly("a", "b");
  }

  @Test
  void whatARefusedThreadLeftRunsWhenItIsResumed() {
    List<Boolean> refusals = new ArrayList<>(List.of(true));
    SerialExecutor refused =
        new SerialExecutor(
            task -> {
              if (!refusals.isEmpty()) {
                refusals.removeFirst();
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            faults::add);
    refused.execute(() -> ran.add("a"));
    refused.resume();
    assertThat(ran).containsExactly("a");
  }

  @Test
  void onTheCallersThreadATaskThatAddsOneIsFollowedByIt() {
    SerialExecutor own = new SerialExecutor(Runnable::run, faults::add);
    own.execute(
        () -> {
          own.execute(() -> ran.add("inner"));
          ran.add("outer");
        });

    assertThat(ran).containsExactly("outer", "inner");
  }

  @Test
  void whoIsToldOfFaultsMayBeFaultyToo() {
    SerialExecutor own =
        new SerialExecutor(
            Runnable::run,
            fault -> {
              throw new IllegalStateException(fault);
            });
    own.execute(
        () -> {
          throw new AssertionError("as scripted");
        });
    own.execute(() -> ran.add("b"));
    assertThat(ran).containsExactly("b");
  }

  @Test
  void theOldestCanBeDropped() {
    serial.add(() -> ran.add("a"));
    serial.add(() -> ran.add("b"));
    assertThat(threads).as("to be run on demand").isEmpty();
    serial.dropOldest();
    serial.resume();
    threads.remove().run();

    assertThat(ran).containsExactly("b");
  }

  @Test
  void manyThreadsLoseNothingAndNeverRunTwoAtOnce() {
    int tasks = 4000;
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      SerialExecutor shared = new SerialExecutor(pool, faults::add);
      try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < tasks; i++) {
          callers.execute(
              () ->
                  shared.execute(
                      () -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        done.incrementAndGet();
                        running.decrementAndGet();
                      }));
        }
      }
    }
    assertThat(done).hasValue(tasks);
    assertThat(most).hasValue(1);
    assertThat(faults).isEmpty();
  }
}
