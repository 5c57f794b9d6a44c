package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Busy ones work one after the other; who is not busy never waits. */
class TurnsTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Queue<Runnable> wakings = new ArrayDeque<>();
  private final Turns turns = new Turns(1, wakings::add);

  @Test
  void whoDoesLittleNeedsNoTurn() {
    Turns.Turn holder = turns.turn();
    holder.worked(Turns.QUANTUM);
    Turns.Turn idle = turns.turn();
    idle.worked(Turns.QUANTUM - 1);
    idle.giveBack();
    assertThat(wakings).isEmpty();
  }

  @Test
  void aSecondWaitsUntilTheFirstGivesBackAndTheWakerHasRun() throws Exception {
    Turns.Turn first = turns.turn();
    first.worked(Turns.QUANTUM);
    Semaphore inTurn = new Semaphore(0);
    Thread second =
        Thread.ofVirtual()
            .start(
                () -> {
                  turns.turn().worked(Turns.QUANTUM);
                  inTurn.release();
                });
    assertThat(second.join(MOMENT)).isFalse();

    first.giveBack();
    first.giveBack();
    assertThat(wakings).as("given back once").hasSize(1);
    assertThat(second.join(MOMENT)).as("others come in between").isFalse();

    wakings.remove().run();
    assertThat(second.join(LONG)).isTrue();
    assertThat(inTurn.tryAcquire()).isTrue();
  }

  @Test
  void withoutAWakerNobodyWaitsForEver() throws Exception {
    Turns ending =
        new Turns(
            1,
            task -> {
              throw new RejectedExecutionException("as scripted");
            });
    Turns.Turn first = ending.turn();
    first.worked(Turns.QUANTUM);
    Thread second = Thread.ofVirtual().start(() -> ending.turn().worked(Turns.QUANTUM));
    first.giveBack();
    assertThat(second.join(LONG)).isTrue();
  }
}
