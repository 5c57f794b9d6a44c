package io.nessiecluster.distribution;

import java.time.Duration;

/**
 * Bounds on what peers can make this node hold or wait for.
 *
 * @param maxFrameBytes longest frame that is read; a longer one loses the link
 * @param outboundQueueBytes most bytes that wait to be written to one peer; more loses the link
 * @param inboundHandshakes most handshakes of dialling peers under way at once
 * @param inboundHandshakesPerAddress most of them from one source: an IPv4 address, or a /64 of
 *     IPv6; when either number is reached, the oldest makes way
 * @param handshakeTimeout bound on a whole handshake of a dialling peer, as OTP's {@code
 *     net_setuptime}
 * @param inboundLinks most links at once that peers have dialled; further peers are refused
 * @param heldBytes most bytes that all links together hold: frames that have come in part, and what
 *     waits to be written. A link's first few are free; when the others do not suffice, the link
 *     that holds most of them is lost
 */
public record NodeLimits(
    int maxFrameBytes,
    int outboundQueueBytes,
    int inboundHandshakes,
    int inboundHandshakesPerAddress,
    Duration handshakeTimeout,
    int inboundLinks,
    int heldBytes) {

  /**
   * 1 MiB frames, 8 MiB outbound, 256 handshakes, 32 of one address, 7 s each; 8,192 inbound links,
   * and 16 MiB held by all links: what fits a heap of 128 MiB.
   */
  public static final NodeLimits DEFAULT =
      new NodeLimits(1 << 20, 8 << 20, 256, 32, Duration.ofSeconds(7), 8192, 16 << 20);

  public NodeLimits {
    if (maxFrameBytes < 1
        || outboundQueueBytes < 1
        || inboundHandshakes < 1
        || inboundHandshakesPerAddress < 1
        || inboundLinks < 1
        || heldBytes < 1
        || !handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  /** These limits with another bound on a dialling peer's handshake. */
  public NodeLimits withHandshakeTimeout(Duration other) {
    return new NodeLimits(
        maxFrameBytes,
        outboundQueueBytes,
        inboundHandshakes,
        inboundHandshakesPerAddress,
        other,
        inboundLinks,
        heldBytes);
  }

  /** These limits with other bounds on the handshakes of dialling peers, in all and per address. */
  public NodeLimits withInboundHandshakes(int inAll, int perAddress) {
    return new NodeLimits(
        maxFrameBytes,
        outboundQueueBytes,
        inAll,
        perAddress,
        handshakeTimeout,
        inboundLinks,
        heldBytes);
  }

  /**
   * These limits with other bounds on what a link, and what all links, may hold.
   *
   * @param frame longest frame that is read
   * @param outbound most bytes that wait to be written to one peer
   * @param inAll most bytes that all links together hold
   */
  public NodeLimits withBytes(int frame, int outbound, int inAll) {
    return new NodeLimits(
        frame,
        outbound,
        inboundHandshakes,
        inboundHandshakesPerAddress,
        handshakeTimeout,
        inboundLinks,
        inAll);
  }

  /** These limits with another number of links that peers have dialled. */
  public NodeLimits withInboundLinks(int other) {
    return new NodeLimits(
        maxFrameBytes,
        outboundQueueBytes,
        inboundHandshakes,
        inboundHandshakesPerAddress,
        handshakeTimeout,
        other,
        heldBytes);
  }
}
