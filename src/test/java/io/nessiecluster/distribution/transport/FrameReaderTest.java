package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.base.Turns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameReaderTest {

  private static final int LIMIT = 1 << 20;

  /** A stream that gives at most so many bytes at a time, as a network does. */
  private static InputStream dribble(byte[] bytes, int atOnce) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, atOnce));
      }
    };
  }

  private static byte[] framed(List<byte[]> frames) {
    ByteBuffer out = ByteBuffer.allocate(frames.stream().mapToInt(frame -> 4 + frame.length).sum());
    frames.forEach(frame -> out.putInt(frame.length).put(frame));
    return out.array();
  }

  @Property
  void framesComeAsTheyWereSentHoweverTheyAreCut(
      @ForAll @Size(max = 20) List<@Size(max = 3000) byte[]> frames,
      @ForAll @IntRange(min = 1, max = 5000) int atOnce)
      throws IOException {
    FrameReader reader = FrameReaders.reader(dribble(framed(frames), atOnce), LIMIT, () -> {});
    for (byte[] frame : frames) {
      assertThat(reader.next()).isEqualTo(ByteBuffer.wrap(frame));
    }
    assertThat(reader.next()).isNull();
  }

  @Property
  void aStreamThatEndsWithinAFrameHasEnded(@ForAll @IntRange(min = 0, max = 103) int length)
      throws IOException {
    byte[] whole = framed(List.of(new byte[100]));
    InputStream cut = new ByteArrayInputStream(whole, 0, length);
    assertThat(FrameReaders.reader(cut, LIMIT, () -> {}).next()).isNull();
  }

  @Property
  void aLengthOverTheLimitIsRefusedAndNothingAllocated(
      @ForAll @IntRange(min = LIMIT + 1) int length, @ForAll boolean negative) {
    int claimed = negative ? -length : length;
    byte[] header = ByteBuffer.allocate(4).putInt(claimed).array();
    FrameReader reader = FrameReaders.reader(new ByteArrayInputStream(header), LIMIT, () -> {});
    assertThatThrownBy(reader::next)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(Integer.toUnsignedString(claimed));
    assertThat(reader.capacity()).isEqualTo(512);
  }

  @Example
  void theBufferGrowsByWhatArrivesNotByWhatIsClaimed() throws IOException {
    byte[] claim = ByteBuffer.allocate(4 + 10_000).putInt(LIMIT).array();
    FrameReader reader = FrameReaders.reader(new ByteArrayInputStream(claim), LIMIT, () -> {});
    assertThat(reader.next()).isNull();
    assertThat(reader.capacity()).isLessThanOrEqualTo(4 * 10_000);
  }

  @Example
  void theBufferIsSmallAgainAfterABigFrame() throws IOException {
    byte[] bytes = framed(List.of(new byte[500_000], new byte[10]));
    FrameReader reader = FrameReaders.reader(dribble(bytes, 500_004), LIMIT, () -> {});
    assertThat(reader.next().remaining()).isEqualTo(500_000);
    assertThat(reader.capacity()).isGreaterThanOrEqualTo(500_000);
    assertThat(reader.next().remaining()).isEqualTo(10);
    assertThat(reader.next()).as("while it waits for more").isNull();
    assertThat(reader.capacity()).isEqualTo(512);
  }

  @Example
  void aLinkThatWaitsHoldsNothingOfWhatAllShare() throws IOException {
    ByteBudget budget = new ByteBudget(4 << 20, Runnable::run);
    byte[] bytes = framed(List.of(new byte[40_000]));
    FrameReader reader =
        new FrameReader(
            new ByteArrayInputStream(bytes),
            LIMIT,
            () -> {},
            new Turns(1, Runnable::run).turn(),
            budget.share(() -> {}));
    assertThat(reader.next().remaining()).isEqualTo(40_000);
    assertThat(budget.used()).isPositive();
    assertThat(reader.next()).as("while it waits for more").isNull();
    assertThat(budget.used()).isZero();
  }

  @Example
  void everyArrivalIsALifeSign() throws IOException {
    int[] signs = {0};
    FrameReader reader =
        FrameReaders.reader(dribble(framed(List.of(new byte[6])), 1), LIMIT, () -> signs[0]++);
    assertThat(reader.next()).isNotNull();
    assertThat(signs[0]).isEqualTo(10);
  }

  /** A peer that says so much that whoever reads it never has to wait. */
  private static final class Flood extends InputStream {
    private volatile boolean over;

    @Override
    public int read() {
      return over ? -1 : 0;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      Arrays.fill(into, from, from + length, (byte) 0);
      return over ? -1 : length;
    }

    @Override
    public int available() {
      return 1 << 20;
    }
  }

  @Example
  void readersThatNeverWaitLeaveTheirCarriersToOthers() throws Exception {
    Flood flood = new Flood();
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      Turns turns = Turns.ofReaders(timer);
      ByteBudget budget = new ByteBudget(1 << 20, Runnable::run);
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
        Turns.Turn turn = turns.turn();
        FrameReader reader = new FrameReader(flood, LIMIT, () -> {}, turn, budget.share(() -> {}));
        readers.add(Thread.ofVirtual().start(() -> readAll(reader, turn)));
      }
      try {
        for (int i = 0; i < 20; i++) {
          Thread healthy = Thread.ofVirtual().start(() -> {});
          assertThat(healthy.join(Duration.ofSeconds(5))).as("one that is healthy").isTrue();
        }
      } finally {
        flood.over = true;
      }
      for (Thread reader : readers) {
        assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
      }
    }
  }

  private static void readAll(FrameReader reader, Turns.Turn turn) {
    try {
      while (reader.next() != null) {
        assertThat(reader.capacity()).isPositive();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      turn.giveBack();
    }
  }

  @Example
  void framesThatAreNeverFinishedDoNotAddUp() throws IOException {
    ByteBudget budget = new ByteBudget(4 << 20, Runnable::run);
    List<Integer> lost = new ArrayList<>();
    byte[] most = ByteBuffer.allocate(LIMIT).putInt(LIMIT).array();
    for (int i = 0; i < 15; i++) {
      int number = i;
      FrameReader reader =
          new FrameReader(
              new ByteArrayInputStream(most),
              LIMIT,
              () -> {},
              new Turns(1, Runnable::run).turn(),
              budget.share(() -> lost.add(number)));
      assertThat(reader.next()).as("the newest, which is small as it begins").isNull();
      assertThat(budget.used()).isLessThanOrEqualTo(4 << 20);
    }
    assertThat(lost).hasSize(11).doesNotContain(14);
  }

  @Example
  void aFrameThatDoesNotFitIsATypedError() {
    byte[] most = ByteBuffer.allocate(LIMIT).putInt(LIMIT).array();
    FrameReader reader =
        new FrameReader(
            new ByteArrayInputStream(most),
            LIMIT,
            () -> {},
            new Turns(1, Runnable::run).turn(),
            new ByteBudget(LIMIT / 2, Runnable::run).share(() -> {}));
    assertThatThrownBy(reader::next).isInstanceOf(BudgetException.class);
  }
}
