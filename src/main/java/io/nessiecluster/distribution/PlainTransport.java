package io.nessiecluster.distribution;

import java.io.IOException;
import java.net.Socket;

/** TCP as it is. */
final class PlainTransport extends Transport {

  @Override
  ByteStream initiate(Socket socket, String host, Deadline deadline) throws IOException {
    return ByteStream.plain(socket);
  }

  @Override
  ByteStream accept(Socket socket, Deadline deadline) throws IOException {
    return ByteStream.plain(socket);
  }
}
