package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attempt that waits on a thread tells its end, once, whatever comes of it. */
@Timeout(60)
class AttemptTest {

  /** An end as it was told. */
  private record Told(Optional<NodeName> node, Optional<Throwable> fault) {}

  private final NodeName node = new NodeName("app@10.0.0.1");
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Told> told = new ArrayList<>();

  private Attempt begin(Callable<NodeName> connect) {
    return Attempt.onThread(
        tasks::add,
        connect,
        (connected, fault) ->
            told.add(new Told(Optional.ofNullable(connected), Optional.ofNullable(fault))));
  }

  private void run() {
    tasks.remove().run();
  }

  @Test
  void itTellsWhoIsConnected() {
    begin(() -> node);
    assertThat(told).isEmpty();
    run();
    assertThat(told).containsExactly(new Told(Optional.of(node), Optional.empty()));
  }

  @Test
  void itTellsWhyNobodyIsEvenByAnError() {
    NodeConnectException refused =
        new NodeConnectException(ConnectCause.CONNECTION_REFUSED, "as scripted");
    begin(
        () -> {
          throw refused;
        });
    run();
    StackOverflowError error = new StackOverflowError();
    begin(
        () -> {
          throw error;
        });
    run();
    assertThat(told).extracting(end -> end.fault().orElseThrow()).containsExactly(refused, error);
  }

  @Test
  void toGiveItUpInterruptsIt() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    Attempt attempt =
        begin(
            () -> {
              waits.countDown();
              new CountDownLatch(1).await();
              return node;
            });
    Thread thread = Thread.ofVirtual().start(tasks.remove());
    waits.await();

    attempt.giveUp();

    thread.join();
    assertThat(told).singleElement().satisfies(AttemptTest::wasInterrupted);
  }

  @Test
  void whatIsGivenUpBeforeItBeginsConnectsNobody() {
    Attempt attempt =
        begin(
            () -> {
              throw new AssertionError("it connects");
            });
    attempt.giveUp();
    run();
    assertThat(told).singleElement().satisfies(AttemptTest::wasInterrupted);
  }

  @Test
  void toGiveUpWhatIsOverDisturbsNobody() {
    Attempt attempt = begin(() -> node);
    run();
    attempt.giveUp();
    assertThat(Thread.interrupted()).as("interrupted").isFalse();
    assertThat(told).hasSize(1);
  }

  @Test
  void withoutAThreadItHasNotBegun() {
    assertThatThrownBy(
            () ->
                Attempt.onThread(
                    task -> {
                      throw new RejectedExecutionException("none");
                    },
                    () -> node,
                    (_, _) -> told.add(new Told(Optional.empty(), Optional.empty()))))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(told).isEmpty();
  }

  private static void wasInterrupted(Told end) {
    assertThat(end.fault()).containsInstanceOf(InterruptedException.class);
  }
}
