package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What one batch leaves to the next. */
class DialBatchTest {

  private static final int BATCHES = 1_000;
  private static final int AT_ONCE = 4;

  /** The thread of a dial may be held up right behind its end, and most likely by whom it wakes. */
  @Test
  void whoseDialHasEndedCanBeDialledAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      DialBatch batch =
          new DialBatch(
              threads,
              System::nanoTime,
              (_, _, executor, end) ->
                  Attempt.onThread(
                      executor,
                      () -> {
                        throw new NodeConnectException(
                            ConnectCause.CONNECTION_REFUSED, "as scripted");
                      },
                      end),
              AT_ONCE,
              DiscoveryFixture.BOUND);
      List<Background<List<NodeConnectError>>> all = new ArrayList<>();
      for (int number = 0; number < AT_ONCE; number++) {
        NodeName node = peer(2 + number);
        all.add(inBackground(() -> errors(batch, node)));
      }
      for (Background<List<NodeConnectError>> each : all) {
        assertThat(each.result())
            .hasSize(BATCHES)
            .extracting(NodeConnectError::detail)
            .containsOnly("as scripted");
      }
    }
  }

  private static List<NodeConnectError> errors(DialBatch batch, NodeName node)
      throws InterruptedException {
    List<NodeConnectError> errors = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      errors.addAll(batch.dial(List.of(node), () -> false, error -> error));
    }
    return errors;
  }
}
