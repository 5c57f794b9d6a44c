package io.nessiecluster.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server for one name, over UDP: what a headless Service's zone answers. */
final class ZoneServer implements AutoCloseable {

  private static final int MAX_QUERY_BYTES = 512; // RFC 1035, section 4.2.1
  private static final int TTL_SECONDS = 5;

  private final DatagramSocket socket;
  private final Name name;
  private final List<InetAddress> addresses;

  private ZoneServer(DatagramSocket socket, Name name, List<InetAddress> addresses) {
    this.socket = socket;
    this.name = name;
    this.addresses = addresses;
  }

  /**
   * Serves {@code name} at any port of {@code bind}.
   *
   * @throws IOException when the socket cannot be bound
   */
  static ZoneServer start(
      InetAddress bind, String name, List<InetAddress> addresses, ThreadFactory threads)
      throws IOException {
    ZoneServer server =
        new ZoneServer(
            new DatagramSocket(new InetSocketAddress(bind, 0)),
            Name.fromString(name),
            List.copyOf(addresses));
    threads.newThread(server::serve).start();
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close(); // which ends serve()
  }

  private void serve() {
    byte[] buffer = new byte[MAX_QUERY_BYTES];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength()))).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        // closed, or no DNS message: there is nobody to answer
      }
    }
  }

  private Message answer(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    Record question = query.getQuestion();
    if (question == null) {
      answer.getHeader().setRcode(Rcode.FORMERR);
      return answer;
    }
    answer.addRecord(question, Section.QUESTION);
    if (!question.getName().equals(name)) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else if (question.getType() == Type.A) {
      for (InetAddress address : addresses) {
        answer.addRecord(new ARecord(name, DClass.IN, TTL_SECONDS, address), Section.ANSWER);
      }
    }
    return answer;
  }
}
