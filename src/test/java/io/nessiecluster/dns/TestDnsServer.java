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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

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
  private final List<InetSocketAddress> clients = new CopyOnWriteArrayList<>();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
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

  /** From now on its TCP port refuses. */
  public void shutTcp() {
    closeQuietly(tcp);
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
      clients.add(client);
      for (DnsScript script : DnsReplies.scripts(script(query), query, false)) {
        byte[] reply = DnsReplies.bytes(query, script, limit);
        if (script instanceof DnsScript.FromElsewhere) {
          try (DatagramSocket other = new DatagramSocket(0, udp.getLocalAddress())) {
            other.send(new DatagramPacket(reply, reply.length, client));
          }
        } else if (reply.length > 0) {
          udp.send(new DatagramPacket(reply, reply.length, client));
        }
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
        for (DnsScript script : DnsReplies.scripts(script(query), query, true)) {
          byte[] reply = DnsReplies.bytes(query, script, Message.MAXLENGTH);
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
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // the client went, or this server closes
    } finally {
      connections.remove(connection);
    }
  }

  /** Where the queries by UDP came from, in order. */
  public List<InetSocketAddress> clients() {
    return List.copyOf(clients);
  }

  /** The queries, in order. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  private DnsScript script(Message query) {
    messages.add(query);
    Question question = new Question(query.getQuestion().getName(), query.getQuestion().getType());
    queries.computeIfAbsent(question, q -> new AtomicInteger()).incrementAndGet();
    DnsScript ofName = scripts.getOrDefault(question.name, DnsScript.nxdomain());
    return scriptsOfType.getOrDefault(question, ofName);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
