package io.nessiecluster.distribution;

import java.time.Duration;

/**
 * Bounds on what peers can make this node hold or wait for.
 *
 * @param maxFrameBytes longest frame that is read; a longer one loses the link
 * @param outboundQueueBytes most bytes that wait to be written to one peer; more loses the link
 * @param inboundHandshakes most handshakes of dialling peers under way at once
 * @param inboundHandshakesPerAddress most of them from one address
 * @param handshakeTimeout bound on a whole handshake of a dialling peer, as OTP's {@code
 *     net_setuptime}
 */
public record NodeLimits(
    int maxFrameBytes,
    int outboundQueueBytes,
    int inboundHandshakes,
    int inboundHandshakesPerAddress,
    Duration handshakeTimeout) {

  /** 16 MiB frames, 8 MiB outbound, 256 handshakes, 32 of one address, 7 s each. */
  public static final NodeLimits DEFAULT =
      new NodeLimits(16 << 20, 8 << 20, 256, 32, Duration.ofSeconds(7));

  public NodeLimits {
    if (maxFrameBytes < 1
        || outboundQueueBytes < 1
        || inboundHandshakes < 1
        || inboundHandshakesPerAddress < 1
        || !handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  /** These limits with another bound on a dialling peer's handshake. */
  public NodeLimits withHandshakeTimeout(Duration other) {
    return new NodeLimits(
        maxFrameBytes, outboundQueueBytes, inboundHandshakes, inboundHandshakesPerAddress, other);
  }

  /** These limits with other bounds on the handshakes of dialling peers, in all and per address. */
  public NodeLimits withInboundHandshakes(int inAll, int perAddress) {
    return new NodeLimits(maxFrameBytes, outboundQueueBytes, inAll, perAddress, handshakeTimeout);
  }
}
