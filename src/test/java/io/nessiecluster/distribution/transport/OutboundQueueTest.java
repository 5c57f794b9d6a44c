package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What waits to be written is written, or its queue has failed and says so. */
class OutboundQueueTest {

  private final List<Throwable> failures = new ArrayList<>();
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private OutboundQueue queue(OutputStream out, Executor executor) {
    return new OutboundQueue(out, 4096, FrameReaders.share(), executor, () -> 0, failures::add);
  }

  private static ByteBuffer bytes(int first) {
    return ByteBuffer.wrap(new byte[] {(byte) first});
  }

  @Test
  void nothingIsWrittenBeforeItIsOpenAndThenAllInOrder() {
    OutboundQueue queue = queue(written, threads::add);
    assertThat(queue.offer(bytes(1))).isTrue();
    assertThat(threads).isEmpty();
    queue.open();
    assertThat(queue.offer(bytes(2))).isTrue();
    assertThat(queue.activity().writing()).isTrue();
    threads.remove().run();

    assertThat(written.toByteArray()).containsExactly(1, 2);
    assertThat(queue.activity().writing()).isFalse();
    assertThat(failures).isEmpty();
  }

  @Test
  void withoutAThreadItHasFailedAndTakesNoMore() {
    Error refusal = new OutOfMemoryError("unable to create native thread");
    OutboundQueue queue =
        queue(
            written,
            task -> {
              throw refusal;
            });
    queue.open();
    assertThat(queue.offer(bytes(1))).isTrue();

    assertThat(failures).containsExactly(refusal);
    assertThat(queue.offer(bytes(2))).isFalse();
  }

  @Test
  void anErrorOfTheStreamIsAFailureAndNothingFollowsIt() {
    Error fault = new StackOverflowError("as scripted");
    OutputStream faulty =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw fault;
          }
        };
    OutboundQueue queue = queue(faulty, threads::add);
    queue.offer(bytes(1));
    queue.offer(bytes(2));
    queue.open();
    threads.remove().run();

    assertThat(failures).as("told once").containsExactly(fault);
    assertThat(queue.offer(bytes(3))).isFalse();
  }
}
