package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.TermDecoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fuzz targets hold for their seeds and for mutations of them: always the same 5,000, or as
 * many as {@code -Dfuzz.inputs=N} says.
 */
class FuzzTargetTest {

  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 5_000);
  private static final int MAX_BYTES = 4096;

  @ParameterizedTest
  @EnumSource
  void everySeedIsHandled(FuzzTarget target) {
    assertThat(target.seeds()).hasSizeGreaterThan(1).allSatisfy(seed -> handle(target, seed));
  }

  @Test
  void theSeedsOfTermsAreTermsAndThoseOfControlMessagesFrames() {
    assertThat(FuzzTarget.TERMS.seeds())
        .allSatisfy(seed -> assertThat(TermDecoder.decode(ByteBuffer.wrap(seed))).isNotNull());
    assertThat(FuzzTarget.CONTROL.seeds())
        .allSatisfy(
            seed ->
                assertThat(ControlMessage.of(TermDecoder.decode(ByteBuffer.wrap(seed).position(1))))
                    .isNotInstanceOf(ControlMessage.Unknown.class));
  }

  @ParameterizedTest
  @EnumSource
  void everyPrefixOfASeedIsHandled(FuzzTarget target) {
    for (byte[] seed : target.seeds()) {
      for (int length = 0; length < seed.length; length++) {
        handle(target, Arrays.copyOf(seed, length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMutationIsHandled(FuzzTarget target) {
    SplittableRandom random = new SplittableRandom(target.ordinal());
    List<byte[]> seeds = target.seeds();
    for (int i = 0; i < INPUTS; i++) {
      byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        input = mutate(input, seeds, random);
      }
      handle(target, input);
    }
  }

  private static void handle(FuzzTarget target, byte[] input) {
    assertThatCode(() -> target.run(input))
        .as("%s of %s", target, HexFormat.of().formatHex(input))
        .doesNotThrowAnyException();
  }

  private static byte[] mutate(byte[] input, List<byte[]> seeds, SplittableRandom random) {
    int at = random.nextInt(input.length + 1);
    byte[] other =
        random.nextBoolean()
            ? seeds.get(random.nextInt(seeds.size()))
            : new byte[] {(byte) random.nextInt(), (byte) (random.nextBoolean() ? 0xff : 0)};
    return switch (random.nextInt(4)) {
      case 0 -> splice(input, at, at, other); // inserts
      case 1 -> splice(input, at, Math.min(input.length, at + other.length), other); // replaces
      case 2 -> splice(input, at, random.nextInt(at, input.length + 1), new byte[0]); // removes
      default -> {
        byte[] changed = input.clone();
        if (at < changed.length) {
          changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        yield changed;
      }
    };
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] middle) {
    byte[] result = Arrays.copyOf(input, input.length + middle.length - (to - from));
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(input, to, result, from + middle.length, input.length - to);
    return Arrays.copyOf(result, Math.min(result.length, MAX_BYTES));
  }
}
