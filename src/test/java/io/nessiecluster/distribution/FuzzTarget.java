package io.nessiecluster.distribution;

import io.nessiecluster.distribution.FuzzOracles.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a peer can send, each with an oracle: any bytes may come, and lead to a message or to a
 * typed error. {@code src/test/fuzz/run.sh} drives these with Jazzer, {@link FuzzTargetTest} with
 * some mutations of the seeds.
 */
public enum FuzzTarget {
  /** The messages of EPMD: the first byte chooses one. */
  EPMD(FuzzOracles::epmd),
  /** Packets of the handshake: the first byte chooses the direction. */
  HANDSHAKE_PACKETS(FuzzOracles::handshakePacket),
  /** Whole handshakes with one who does not know the cookie. */
  HANDSHAKE(FuzzOracles::handshake),
  /** The stream of frames of a link. */
  FRAMES(FuzzOracles::frames),
  /** Terms. */
  TERMS(FuzzOracles::term),
  /** Frames with control messages. */
  CONTROL(FuzzOracles::control);

  private static FuzzTarget chosen = TERMS;

  private final Check check;

  FuzzTarget(Check check) {
    this.check = check;
  }

  /** Fails unless the bytes are handled as they must be. */
  void run(byte[] input) {
    try {
      check.run(input);
    } catch (Exception e) {
      throw new AssertionError("an error that is not typed", e);
    }
  }

  List<byte[]> seeds() {
    return FuzzSeeds.of(this);
  }

  /** Called by Jazzer, with the name of the target. */
  public static void fuzzerInitialize(String[] arguments) {
    chosen = valueOf(arguments[0]);
  }

  /** Called by Jazzer, with each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    chosen.run(input);
  }

  /** Writes the seeds of a target into a folder. */
  public static void main(String[] arguments) throws IOException {
    int number = 0;
    for (byte[] seed : valueOf(arguments[0]).seeds()) {
      Files.write(Path.of(arguments[1], "seed-" + number++), seed);
    }
  }
}
