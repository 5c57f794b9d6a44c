package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/**
 * DNS over UDP (RFC 1035, section 4.2.1), with a socket for each query: so each has a port of its
 * own, drawn by the kernel (RFC 5452, section 9.2). It is connected: the kernel drops what comes
 * from elsewhere, and tells when nothing listens there. dnsjava's own client takes the first
 * datagram for the answer, whatever it holds.
 */
final class UdpClient implements DnsClient {

  private static final int MAX_DATAGRAM = 65_535;

  private final DatagramChannel channel;
  private final byte[] buffer = new byte[MAX_DATAGRAM];

  private UdpClient(DatagramChannel channel) {
    this.channel = channel;
  }

  /** Opens a socket to a server; nothing is sent. */
  static UdpClient open(DnsServer server) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            server.address() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.connect(new InetSocketAddress(server.address(), server.port()));
      return new UdpClient(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    channel.write(ByteBuffer.wrap(message));
  }

  @Override
  public byte[] receive(Deadline end) throws IOException {
    int left = end.millisLeft();
    if (left == 0) { // to a socket it would mean for ever
      throw new SocketTimeoutException();
    }
    channel.socket().setSoTimeout(left);
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    channel.socket().receive(packet);
    return Arrays.copyOf(buffer, packet.getLength());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
