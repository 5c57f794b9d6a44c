package io.nessiecluster.cluster.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.BelatedThreads;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No question is on two threads, however late they come. */
class LookupBatchTest {

  private static final Question QUESTION = new Question(DiscoveryFixture.QUERY, RecordType.A);

  private final BelatedThreads threads = new BelatedThreads();
  private final FakeLookup lookup = new FakeLookup();
  private final LookupBatch batch =
      new LookupBatch(threads, new ManualTime(), lookup::lookup, Duration.ofMillis(1));

  @Test
  void aLookupThatIsGivenUpBeforeItsThreadHasBegunIsNotMadeByIt() throws Exception {
    for (int round = 1; round <= 2; round++) {
      List<LookupResult> none = batch.ask(List.of(QUESTION));
      assertThat(none).extracting(result -> result.outcome().code()).containsExactly("timeout");
      assertThat(threads.waiting()).isEqualTo(round);
    }

    threads.come();

    assertThat(lookup.calls()).isEmpty();
  }
}
