package io.nessiecluster.distribution;

import io.nessiecluster.base.LineLimit;
import io.nessiecluster.distribution.transport.Sockets;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

/** Writes who dialled in vain and why, a few lines in a second at most; and tells it on. */
record RefusalLog(LinkListener listener, LineLimit limit) implements LinkListener {

  private static final int LINES_PER_SECOND = 5;

  static RefusalLog before(LinkListener listener, LongSupplier nanoTime) {
    return new RefusalLog(listener, new LineLimit(LINES_PER_SECOND, nanoTime));
  }

  @Override
  public void linkUp(Link link) {
    listener.linkUp(link);
  }

  @Override
  public void linkLost(Link link, LinkEnd cause, String detail) {
    listener.linkLost(link, cause, detail);
  }

  @Override
  public void handshakeRefused(InetSocketAddress from, ConnectFailure failure, String detail) {
    limit
        .admit()
        .ifPresent(
            leftOut ->
                System.getLogger(RefusalLog.class.getName())
                    .log(
                        Level.WARNING,
                        "refused a dial from %s: %s (%s)%s"
                            .formatted(
                                Sockets.text(from),
                                failure.code(),
                                detail,
                                leftOut == 0 ? "" : ", and " + leftOut + " more before")));
    listener.handshakeRefused(from, failure, detail);
  }
}
