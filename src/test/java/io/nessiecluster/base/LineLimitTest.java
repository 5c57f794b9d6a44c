package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whoever causes log lines in masses causes some of them. */
class LineLimitTest {

  private final AtomicLong now = new AtomicLong();
  private final LineLimit limit = new LineLimit(2, now::get);

  @Test
  void soManyLinesGoThroughInASecondAndTheNextTellsOfTheRest() {
    assertThat(limit.admit()).hasValue(0);
    assertThat(limit.admit()).hasValue(0);
    assertThat(limit.admit()).isEmpty();
    assertThat(limit.admit()).isEmpty();

    now.addAndGet(999_999_999);
    assertThat(limit.admit()).isEmpty();
    now.addAndGet(1);
    assertThat(limit.admit()).hasValue(3);
    assertThat(limit.admit()).hasValue(0);
    assertThat(limit.admit()).isEmpty();
  }

  @Test
  void whatWasLeftOutIsToldOnce() {
    limit.admit();
    limit.admit();
    limit.admit();
    assertThat(limit.takeLeftOut()).isOne();
    assertThat(limit.takeLeftOut()).isZero();
  }
}
