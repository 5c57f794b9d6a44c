package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.NodeEntry;
import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What can stand at the other end of a socket besides a node that behaves. */
final class RawPeer implements AutoCloseable {

  /** What a listener does with each connection. */
  @FunctionalInterface
  interface Script {
    void play(Socket socket) throws IOException;
  }

  private final String name;
  private final ServerSocket server;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  /** A listener that EPMD knows as a node, and that plays a script to each who dials. */
  RawPeer(TestNodes nodes, Script script) throws Exception {
    this(nodes, TestNodes.name("raw"), TestNodes.LOOPBACK, script);
  }

  /** As {@link #RawPeer(TestNodes, Script)}, of a name and at an address where there is an EPMD. */
  RawPeer(TestNodes nodes, String name, InetAddress address, Script script) throws Exception {
    this.name = name;
    this.server = new ServerSocket(0, 50, address);
    nodes.closeLater(this);
    nodes.register(
        address, name.substring(0, name.indexOf('@')), server.getLocalPort(), NodeType.HIDDEN);
    Thread.ofVirtual().start(() -> accept(script));
  }

  /** Makes EPMD tell that the node listens there. */
  static void register(TestNodes nodes, String name, int port) throws Exception {
    String basename = name.substring(0, name.indexOf('@'));
    Alive2Request request = new Alive2Request(NodeEntry.of(basename, port, NodeType.HIDDEN));
    nodes.closeLater(
        new EpmdClient(nodes.epmd.port(), System::nanoTime)
            .register(TestNodes.LOOPBACK, request, Duration.ofSeconds(5)));
  }

  /** A listener that says nothing. */
  static RawPeer silent(TestNodes nodes) throws Exception {
    return new RawPeer(nodes, socket -> {});
  }

  /** A listener that says these bytes to each who dials, and then closes. */
  static RawPeer saying(TestNodes nodes, String hex) throws Exception {
    return new RawPeer(
        nodes,
        socket -> {
          socket.getInputStream().read(new byte[1]);
          socket.getOutputStream().write(HexFormat.of().parseHex(hex));
          socket.shutdownOutput();
        });
  }

  /** Dials a node and shakes hands; the caller holds the socket of the link. */
  static Socket link(TestNodes nodes, ErlangNode node, String name, String cookie)
      throws IOException {
    return link(nodes, node.name(), node.port(), name, cookie);
  }

  /** As {@link #link(TestNodes, ErlangNode, String, String)}, with any node. */
  static Socket link(TestNodes nodes, String peer, int port, String name, String cookie)
      throws IOException {
    return link(nodes.closeLater(new Socket(TestNodes.LOOPBACK, port)), peer, name, cookie);
  }

  /** As {@link #link(TestNodes, ErlangNode, String, String)}, from another address. */
  static Socket linkFrom(
      TestNodes nodes, InetAddress from, ErlangNode node, String name, String cookie)
      throws IOException {
    return link(
        nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port(), from, 0)),
        node.name(),
        name,
        cookie);
  }

  private static Socket link(Socket socket, String peer, String name, String cookie)
      throws IOException {
    LocalNode local = new LocalNode(name, DistributionFlag.HIDDEN_NODE, 17, Secret.of(cookie));
    HandshakeStep<InitiatorState> end =
        new HandshakeSocket(
                ByteStream.plain(socket), Deadline.in(TestNodes.TIMEOUT, System::nanoTime))
            .initiate(Handshake.initiate(local, peer, 1, () -> false));
    if (!(end instanceof HandshakeStep.Done)) {
      throw new IOException("no link: " + end);
    }
    socket.setSoTimeout((int) TestNodes.TIMEOUT.toMillis());
    return socket;
  }

  /** Plays the dialled side up to the proof of the one who dials, which it reads. */
  static void challenge(Socket socket, String name) throws IOException {
    receive(socket);
    send(socket, new HandshakeMessage.Status(HandshakeMessage.Word.OK));
    send(socket, new HandshakeMessage.Challenge(DistributionFlag.HIDDEN_NODE, 1, 9, name));
    receive(socket);
  }

  /** Reads one packet of a handshake. */
  static ByteBuffer receive(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] payload = new byte[in.readUnsignedShort()];
    in.readFully(payload);
    return ByteBuffer.wrap(payload);
  }

  /** Writes one packet of a handshake. */
  static void send(Socket socket, HandshakeMessage message) throws IOException {
    socket.getOutputStream().write(HandshakeCodec.packet(message));
  }

  String name() {
    return name;
  }

  /** The connections so far. */
  List<Socket> accepted() {
    return accepted;
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.add(socket);
        script.play(socket);
      } catch (IOException e) {
        continue; // the node hung up, or the test is over
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
