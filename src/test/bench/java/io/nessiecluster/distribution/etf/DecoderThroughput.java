package io.nessiecluster.distribution.etf;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Prints how much the decoder reads in a second of CPU time, the same whatever else the machine
 * does meanwhile; garbage collection is not in it.
 */
public final class DecoderThroughput {

  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 21;
  private static final int DECODES = 30;

  private DecoderThroughput() {}

  /** Measures and prints. */
  public static void main(String[] args) throws TermDecodeException {
    for (TermBenchmark.Element element : TermBenchmark.Element.values()) {
      TermBenchmark bench = new TermBenchmark();
      bench.element = element;
      bench.setUp();
      double[] rounds = new double[WARM_UPS + ROUNDS];
      for (int i = 0; i < rounds.length; i++) {
        rounds[i] = round(bench.bytes());
      }
      double[] warm = Arrays.copyOfRange(rounds, WARM_UPS, rounds.length);
      Arrays.sort(warm);
      System.out.printf("%-15s %.0f MB/s%n", element, warm[ROUNDS / 2]);
    }
  }

  private static double round(byte[] bytes) throws TermDecodeException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < DECODES; i++) {
      if (!(TermDecoder.decode(ByteBuffer.wrap(bytes)) instanceof ListTerm)) {
        throw new IllegalStateException("the codec is wrong");
      }
    }
    long nanos = threads.getCurrentThreadCpuTime() - start;
    return 1e3 * DECODES * bytes.length / nanos;
  }
}
