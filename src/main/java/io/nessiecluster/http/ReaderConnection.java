package io.nessiecluster.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The connection of one who reads, and may not: Vert.x's own close waits until all that was written
 * has been read.
 */
public record ReaderConnection(ConnectionBase connection) {

  /** That of a request. */
  public static ReaderConnection of(HttpServerRequest request) {
    return new ReaderConnection((ConnectionBase) request.connection());
  }

  /** Ends it at once: what has not been read is thrown away, by the kernel too. */
  public void reset() {
    ChannelHandlerContext context = connection.channelHandlerContext();
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    var _ = context.close(); // and not the channel's, which is Vert.x's own
  }

  /** Does it when all that was written until now is with the kernel, or the connection is over. */
  public void whenTaken(Runnable action) {
    connection.writeToChannel(Unpooled.EMPTY_BUFFER, written -> action.run());
  }
}
