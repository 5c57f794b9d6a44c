package io.nessiecluster.cluster;

import java.util.Map;

/**
 * What the own node has exchanged with its peers since it is alive, lost connections included. No
 * number ever falls.
 *
 * @param in what was read
 * @param out what was written
 * @param calls calls of functions at peers, by how they ended: {@code ok}, or the code of a failure
 * @param refusedHandshakes dials of peers that came to nothing
 */
public record DistributionTraffic(
    Direction in, Direction out, Map<String, Long> calls, long refusedHandshakes) {

  /**
   * One direction.
   *
   * @param frames frames other than ticks
   * @param bytes bytes of all frames with their lengths
   * @param ticks frames of length 0
   */
  public record Direction(long frames, long bytes, long ticks) {
    /** Nothing yet. */
    public static final Direction NONE = new Direction(0, 0, 0);
  }

  public DistributionTraffic {
    calls = Map.copyOf(calls);
  }

  /** Tells what the own node has exchanged so far. Never blocks. */
  @FunctionalInterface
  public interface Source {
    /** The traffic so far; {@code calls} has every way to end from the start, at 0. */
    DistributionTraffic traffic();
  }
}
