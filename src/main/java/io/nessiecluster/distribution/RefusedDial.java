package io.nessiecluster.distribution;

import io.nessiecluster.distribution.transport.Sockets;
import java.net.InetSocketAddress;

/**
 * Someone dialled this node in vain, which is news: the first time, or after a long while.
 *
 * @param from who dialled, as far as is known of one who has proven nothing
 * @param detail one line: what was seen
 * @param alike how many times the same has happened since it was told last
 * @param leftOut how many other dials in vain were not told: too many in a second, or of who has
 *     been connected or forgotten meanwhile
 */
public record RefusedDial(
    InetSocketAddress from, ConnectFailure failure, String detail, long alike, long leftOut) {

  /** The address of who dialled, without the port, which is another one each time. */
  public String address() {
    return Sockets.text(from.getAddress());
  }

  /** One line. */
  public String line() {
    return "refused a dial from %s: %s (%s)%s%s"
        .formatted(
            Sockets.text(from),
            failure.code(),
            detail,
            alike == 0 ? "" : ", and " + alike + " times like it since that was told",
            leftOut == 0 ? "" : ", and " + leftOut + " more before");
  }
}
