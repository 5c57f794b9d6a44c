package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.net.Socket;

/** TCP as it is. */
public final class PlainCarrier implements Carrier {

  @Override
  public ByteStream initiate(Socket socket, String host, Deadline deadline) throws IOException {
    return ByteStream.plain(socket);
  }

  @Override
  public ByteStream meet(Socket socket, String address, Deadline deadline) throws IOException {
    return ByteStream.plain(socket);
  }

  @Override
  public ByteStream accept(Socket socket, Deadline deadline) throws IOException {
    return ByteStream.plain(socket);
  }
}
