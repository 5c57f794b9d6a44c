package io.nessiecluster.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A DNS server on loopback, UDP and TCP on one port, whose answers can be changed at any time. A
 * name without a script does not exist. Closing it ends all its threads.
 */
public final class TestDnsServer implements AutoCloseable {

  private static final int UDP_BYTES_WITHOUT_EDNS = 512;

  private record Question(Name name, int type) {}

  private final Map<Name, DnsScript> scripts = new ConcurrentHashMap<>();
  private final Map<Question, DnsScript> scriptsOfType = new ConcurrentHashMap<>();
  private final Map<Question, AtomicInteger> queries = new ConcurrentHashMap<>();
  private final AtomicInteger tcpQueries = new AtomicInteger();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  private TestDnsServer(ServerSocket tcp, DatagramSocket udp) {
    this.tcp = tcp;
    this.udp = udp;
  }

  /** Starts a server that knows no name. */
  public static TestDnsServer start() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    for (int attempt = 0; ; attempt++) {
      try {
        ServerSocket tcp = new ServerSocket(0, 50, loopback);
        try {
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), loopback);
          TestDnsServer server = new TestDnsServer(tcp, udp);
          server.threads.execute(server::serveUdp);
          server.threads.execute(server::acceptTcp);
          return server;
        } catch (BindException e) { // another's UDP socket has the number
          tcp.close();
          if (attempt == 20) {
            throw e;
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("no loopback DNS server", e);
      }
    }
  }

  /** Where it listens. */
  public DnsServer address() {
    return new DnsServer(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /** Sets what is done for a name, whatever type is asked for. */
  public void script(String name, DnsScript script) {
    scripts.put(DnsScript.name(name), script);
  }

  /** Sets what is done for a name and a type, before what is set for the name. */
  public void script(String name, int type, DnsScript script) {
    scriptsOfType.put(new Question(DnsScript.name(name), type), script);
  }

  /** Sets the addresses of a name. */
  public void addresses(String name, String... addresses) {
    script(name, DnsScript.addresses(name, addresses));
  }

  /** Lets the name exist no more. */
  public void remove(String name) {
    scripts.remove(DnsScript.name(name));
    scriptsOfType.keySet().removeIf(question -> question.name.equals(DnsScript.name(name)));
  }

  /** How often a question was asked, UDP and TCP. */
  public int queries(String name, int type) {
    AtomicInteger count = queries.get(new Question(DnsScript.name(name), type));
    return count == null ? 0 : count.get();
  }

  /** How many questions came in, UDP and TCP. */
  public int queries() {
    return queries.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How many questions came by TCP. */
  public int tcpQueries() {
    return tcpQueries.get();
  }

  @Override
  public void close() {
    udp.close();
    closeQuietly(tcp);
    threads.shutdownNow();
    connections.forEach(TestDnsServer::closeQuietly);
    threads.close();
  }

  private void serveUdp() {
    byte[] buffer = new byte[Message.MAXLENGTH];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
        threads.execute(() -> answerUdp(query, client));
      } catch (IOException | RuntimeException e) {
        continue; // closed, or a datagram that is no query
      }
    }
  }

  private void answerUdp(Message query, InetSocketAddress client) {
    try {
      int limit = query.getOPT() == null ? UDP_BYTES_WITHOUT_EDNS : query.getOPT().getPayloadSize();
      byte[] reply = reply(query, script(query), limit);
      if (reply.length > 0) {
        udp.send(new DatagramPacket(reply, reply.length, client));
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: this thread has nothing more to do
    }
  }

  private void acceptTcp() {
    while (!tcp.isClosed()) {
      try {
        Socket connection = tcp.accept();
        connections.add(connection);
        threads.execute(() -> serveTcp(connection));
      } catch (IOException | RuntimeException e) {
        continue; // closed
      }
    }
  }

  private void serveTcp(Socket connection) {
    try (connection) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      DataOutputStream out = new DataOutputStream(connection.getOutputStream());
      while (!tcp.isClosed()) {
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = new Message(bytes);
        tcpQueries.incrementAndGet();
        DnsScript script = script(query);
        byte[] reply = reply(query, script, Message.MAXLENGTH);
        if (script instanceof DnsScript.HangUp) {
          return;
        } else if (script instanceof DnsScript.Drip) {
          out.writeShort(reply.length);
          out.write(reply, 0, 1);
        } else if (reply.length > 0) {
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the client went, or this server closes
    } finally {
      connections.remove(connection);
    }
  }

  private DnsScript script(Message query) {
    Question question = new Question(query.getQuestion().getName(), query.getQuestion().getType());
    queries.computeIfAbsent(question, q -> new AtomicInteger()).incrementAndGet();
    DnsScript ofName = scripts.getOrDefault(question.name, DnsScript.nxdomain());
    return scriptsOfType.getOrDefault(question, ofName);
  }

  /** The bytes to send; none for silence. Longer than {@code limit} is cut and marked as such. */
  private static byte[] reply(Message query, DnsScript script, int limit)
      throws InterruptedException {
    return switch (script) {
      case DnsScript.Zone zone -> zone(query, zone).toWire(limit);
      case DnsScript.Code(int rcode) -> response(query, rcode).toWire(limit);
      case DnsScript.Referral() -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().unsetFlag(Flags.AA);
        yield message.toWire(limit);
      }
      case DnsScript.CutShort(var zone) -> {
        Message message = zone(query, zone);
        message.getHeader().setFlag(Flags.TC);
        yield message.toWire(limit);
      }
      case DnsScript.Silence() -> new byte[0];
      case DnsScript.Garbage() -> garbage(query);
      case DnsScript.Mangled(var zone, var seed) -> {
        byte[] bytes = zone(query, zone).toWire(limit);
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
        }
        yield bytes;
      }
      case DnsScript.WrongId() -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().setID(query.getHeader().getID() ^ 1);
        yield message.toWire(limit);
      }
      case DnsScript.WrongQuestion() -> {
        Message message = new Message(query.getHeader().getID());
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(
            Record.newRecord(DnsScript.name("other.example."), Type.A, 1), Section.QUESTION);
        yield message.toWire(limit);
      }
      case DnsScript.Drip _, DnsScript.HangUp _ -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().setFlag(Flags.TC);
        yield message.toWire(limit);
      }
      case DnsScript.After(var delay, var then) -> {
        Thread.sleep(delay);
        yield reply(query, then, limit);
      }
    };
  }

  /** The whole of an honest server: the records of the type asked for, and the aliases. */
  private static Message zone(Message query, DnsScript.Zone zone) {
    Message message = response(query, Rcode.NOERROR);
    for (Record each : zone.answer()) {
      if (List.of(query.getQuestion().getType(), Type.CNAME).contains(each.getType())) {
        message.addRecord(each, Section.ANSWER);
      }
    }
    zone.additional().forEach(each -> message.addRecord(each, Section.ADDITIONAL));
    return message;
  }

  private static Message response(Message query, int rcode) {
    Message message = new Message(query.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.AA);
    if (query.getHeader().getFlag(Flags.RD)) {
      message.getHeader().setFlag(Flags.RD); // RFC 1035, section 4.1.1: copied into the response
    }
    message.getHeader().setRcode(rcode);
    message.addRecord(query.getQuestion(), Section.QUESTION);
    return message;
  }

  /** The right id, and then a header that promises records which are not there. */
  private static byte[] garbage(Message query) {
    int id = query.getHeader().getID();
    byte[] bytes = new byte[40];
    Arrays.fill(bytes, (byte) 0xff);
    bytes[0] = (byte) (id >> 8);
    bytes[1] = (byte) id;
    return bytes;
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
