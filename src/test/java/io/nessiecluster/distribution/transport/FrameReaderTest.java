package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
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
    FrameReader reader = new FrameReader(dribble(framed(frames), atOnce), LIMIT, () -> {});
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
    assertThat(new FrameReader(cut, LIMIT, () -> {}).next()).isNull();
  }

  @Property
  void aLengthOverTheLimitIsRefusedAndNothingAllocated(
      @ForAll @IntRange(min = LIMIT + 1) int length, @ForAll boolean negative) {
    int claimed = negative ? -length : length;
    byte[] header = ByteBuffer.allocate(4).putInt(claimed).array();
    FrameReader reader = new FrameReader(new ByteArrayInputStream(header), LIMIT, () -> {});
    assertThatThrownBy(reader::next)
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(Integer.toUnsignedString(claimed));
    assertThat(reader.capacity()).isEqualTo(1024);
  }

  @Example
  void theBufferGrowsByWhatArrivesNotByWhatIsClaimed() throws IOException {
    byte[] claim = ByteBuffer.allocate(4 + 10_000).putInt(LIMIT).array();
    FrameReader reader = new FrameReader(new ByteArrayInputStream(claim), LIMIT, () -> {});
    assertThat(reader.next()).isNull();
    assertThat(reader.capacity()).isLessThanOrEqualTo(4 * 10_000);
  }

  @Example
  void theBufferIsSmallAgainAfterABigFrame() throws IOException {
    byte[] bytes = framed(List.of(new byte[500_000], new byte[10]));
    FrameReader reader = new FrameReader(dribble(bytes, 500_004), LIMIT, () -> {});
    assertThat(reader.next().remaining()).isEqualTo(500_000);
    assertThat(reader.capacity()).isGreaterThanOrEqualTo(500_000);
    assertThat(reader.next().remaining()).isEqualTo(10);
    assertThat(reader.next()).as("while it waits for more").isNull();
    assertThat(reader.capacity()).isEqualTo(1024);
  }

  @Example
  void everyArrivalIsALifeSign() throws IOException {
    int[] signs = {0};
    FrameReader reader =
        new FrameReader(dribble(framed(List.of(new byte[6])), 1), LIMIT, () -> signs[0]++);
    assertThat(reader.next()).isNotNull();
    assertThat(signs[0]).isEqualTo(10);
  }
}
