package io.nessiecluster.distribution.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What encoder and decoder keep for all terms and for all bytes. */
class TermCodecTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long ALLOCATION_PER_BYTE = 200;
  private static final long ALLOCATION_AT_REST = 100_000;

  @Property(tries = 500)
  void aTermIsReadAsItWasWrittenAndTheBytesBehindItAreLeft(
      @ForAll("terms") Term term, @ForAll @Size(max = 20) byte[] trailer)
      throws TermDecodeException {
    byte[] encoded = TermEncoder.encode(term);
    ByteBuffer in =
        ByteBuffer.allocate(encoded.length + trailer.length).put(encoded).put(trailer).flip();

    assertThat(TermDecoder.decode(in)).isEqualTo(term).hasSameHashCodeAs(term);
    assertThat(in).isEqualTo(ByteBuffer.wrap(trailer));
  }

  @Property(tries = 300)
  void theKindAndTheOrderOfTheBufferDoNotMatter(@ForAll("terms") Term term)
      throws TermDecodeException {
    byte[] encoded = TermEncoder.encode(term);
    ByteBuffer direct = ByteBuffer.allocateDirect(encoded.length + 3).position(3);
    direct.put(encoded).position(3);
    direct.order(ByteOrder.LITTLE_ENDIAN);

    assertThat(TermDecoder.decode(direct)).isEqualTo(term);
    assertThat(direct.hasRemaining()).isFalse();
    assertThat(direct.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Property(tries = 300)
  void termsInOneFrameAreReadOneAfterTheOther(
      @ForAll("terms") Term control,
      @ForAll("terms") Term message,
      @ForAll @IntRange(max = 9) int headroom)
      throws TermDecodeException {
    ByteBuffer frame = TermEncoder.encode(headroom, control, message);

    assertThat(frame.position()).isZero();
    frame.position(headroom);
    assertThat(TermDecoder.decode(frame)).isEqualTo(control);
    assertThat(TermDecoder.decode(frame)).isEqualTo(message);
    assertThat(frame.hasRemaining()).isFalse();
  }

  @Property(tries = 300)
  void aTruncatedTermFailsWithATypedErrorAndMovesNothing(@ForAll("terms") Term term) {
    byte[] encoded = TermEncoder.encode(term);
    int step = Math.max(1, encoded.length / 200);
    for (int length = 0; length < encoded.length; length += step) {
      ByteBuffer prefix = ByteBuffer.wrap(encoded, 0, length);
      assertThatExceptionOfType(TermDecodeException.class)
          .isThrownBy(() -> TermDecoder.decode(prefix));
      assertThat(prefix.position()).isZero();
    }
  }

  @Property(tries = 1500)
  void arbitraryBytesAreATermOrATypedErrorAndCostLittle(@ForAll("hostile") byte[] bytes) {
    assertThatItIsATermOrATypedError(bytes);
  }

  @Property(tries = 1000)
  void aDamagedTermIsATermOrATypedErrorAndCostsLittle(
      @ForAll("terms") Term term, @ForAll int where, @ForAll byte what) {
    byte[] bytes = TermEncoder.encode(term);
    bytes[Math.floorMod(where, bytes.length)] = what;
    assertThatItIsATermOrATypedError(bytes);
  }

  private static void assertThatItIsATermOrATypedError(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      TermDecoder.decode(in);
    } catch (TermDecodeException e) {
      in.rewind();
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(ALLOCATION_AT_REST + ALLOCATION_PER_BYTE * bytes.length);
  }

  @Provide
  Arbitrary<Term> terms() {
    return TermArbitraries.terms();
  }

  /** Version byte, then tags and lengths more often than chance would have them. */
  @Provide
  Arbitrary<byte[]> hostile() {
    Arbitrary<Byte> tags =
        Arbitraries.of(70, 77, 88, 89, 90, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108)
            .map(Integer::byteValue);
    Arbitrary<Byte> more =
        Arbitraries.of(109, 110, 111, 112, 113, 114, 115, 116, 118, 119, 120, 127, 255, 0, 1, 2)
            .map(Integer::byteValue);
    return Arbitraries.oneOf(tags, more, Arbitraries.bytes())
        .array(byte[].class)
        .ofMaxSize(200)
        .map(
            bytes -> {
              byte[] versioned = new byte[bytes.length + 1];
              versioned[0] = (byte) Tag.VERSION;
              System.arraycopy(bytes, 0, versioned, 1, bytes.length);
              return bytes.length % 10 == 0 ? Arrays.copyOf(bytes, bytes.length) : versioned;
            });
  }
}
