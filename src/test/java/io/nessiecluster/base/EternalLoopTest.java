package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop goes on whatever a turn throws, and is dead only when nothing can be done about it. */
@Timeout(30)
class EternalLoopTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration PERIOD = Duration.ofMillis(2);

  private final BlockingQueue<EternalLoop.Turn> script = new LinkedBlockingQueue<>();
  private final EternalLoop loop = new EternalLoop("test", () -> script.take().run());

  private static Thread started(Runnable task) {
    return Thread.ofVirtual().start(task);
  }

  private void fails(Throwable fault) {
    script.add(
        () -> {
          if (fault instanceof Error e) {
            throw e;
          }
          throw (Exception) fault;
        });
  }

  private void awaitTurn() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(1);
    script.add(taken::countDown);
    assertThat(taken.await(BOUND.toSeconds(), TimeUnit.SECONDS)).as("a turn is taken").isTrue();
  }

  @Test
  void whateverATurnThrowsTheNextOneFollows() throws Exception {
    try (loop) {
      loop.start(EternalLoopTest::started);
      fails(new OutOfMemoryError("unable to create native thread"));
      fails(new StackOverflowError());
      fails(new Exception("checked"));
      awaitTurn();

      assertThat(loop.isDead()).isFalse();
      assertThat(loop.faults()).isEqualTo(3);
    }
  }

  @Test
  void closingEndsItAndThatIsNoDeath() throws Exception {
    loop.start(EternalLoopTest::started);
    awaitTurn();
    loop.close();
    script.add(() -> {}); // the turn that it waits in
    loop.awaitEnd(BOUND);
    assertThat(loop.isDead()).isFalse();
  }

  @Test
  void closingEndsThePauseBehindAFault() throws Exception {
    loop.start(EternalLoopTest::started);
    fails(new IllegalStateException());
    loop.close();
    script.add(() -> {});
    loop.awaitEnd(BOUND);
    assertThat(loop.isDead()).isFalse();
  }

  @Test
  void anInterruptThatTheOwnerDidNotMeanIsDeath() throws Exception {
    fails(new InterruptedException());
    loop.start(EternalLoopTest::started);
    loop.awaitEnd(BOUND);
    assertThat(loop.isDead()).isTrue();
  }

  @Test
  void whatItIsAboutBeingClosedByOthersIsDeath() throws Exception {
    fails(new ClosedChannelException());
    loop.start(EternalLoopTest::started);
    loop.awaitEnd(BOUND);
    assertThat(loop.isDead()).isTrue();
  }

  @Test
  void aThreadThatCannotBeStartedIsThrownAtTheOwner() {
    assertThatThrownBy(
            () ->
                loop.start(
                    task -> {
                      throw new OutOfMemoryError("unable to create native thread");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void onATimerTooTheNextTurnFollowsWhateverOneThrows() throws Exception {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (timer;
        EternalLoop ticking =
            new EternalLoop(
                "ticking",
                () -> {
                  third.countDown();
                  if (turns.incrementAndGet() <= 2) {
                    throw new OutOfMemoryError("as scripted");
                  }
                })) {
      ticking.start(timer, PERIOD, System::nanoTime);

      assertThat(third.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(ticking.faults()).isEqualTo(2);
      assertThat(ticking.isDead()).isFalse();
      timer.shutdownNow();
    }
  }

  @Test
  void aTimerThatTakesNoTurnsIsDeadAfterFourPeriodsAndTenSeconds() {
    AtomicLong nanos = new AtomicLong();
    ScheduledExecutorService idle = Executors.newSingleThreadScheduledExecutor();
    try (idle;
        EternalLoop ticking = new EternalLoop("ticking", () -> {})) {
      ticking.start(idle, Duration.ofHours(1), nanos::get);
      idle.shutdownNow();
      nanos.addAndGet(Duration.ofHours(4).toNanos());
      assertThat(ticking.isDead()).isFalse();
      nanos.incrementAndGet();
      assertThat(ticking.isDead()).isTrue();
      ticking.close();
      assertThat(ticking.isDead()).as("closed by its owner").isFalse();
    }
  }
}
