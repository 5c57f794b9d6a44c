package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What peers that know the cookie can do to those that behave: nothing. */
class FloodTest {

  private static final int MIB = 1 << 20;
  private static final Pid THEIRS = new Pid(Term.atom("b@127.0.0.1"), 1, 0, 17);
  private static final Term NET_KERNEL = Term.atom("net_kernel");

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private static void write(Socket socket, ByteBuffer frame) throws IOException {
    socket.getOutputStream().write(frame.array(), frame.arrayOffset(), frame.limit());
  }

  /** Asks as {@code net_adm:ping/1} does, and reads the answer. */
  private static void assertIsAnswered(Socket healthy) throws IOException {
    Reference tag = new Reference(THEIRS.node(), 17, List.of(1, 2, 3));
    Term call =
        Term.tuple(
            Term.atom("$gen_call"),
            Term.tuple(THEIRS, tag),
            Term.tuple(Term.atom("is_auth"), THEIRS.node()));
    write(
        healthy,
        ControlHandler.frame(new ControlMessage.RegSend(THEIRS, Term.atom("net_kernel")), call));
    DataInputStream in = new DataInputStream(healthy.getInputStream());
    int length = in.readInt();
    while (length == 0) { // a tick: where many flood, an answer may take longer than that
      length = in.readInt();
    }
    assertThat(in.readNBytes(length)).hasSize(length);
  }

  @Test
  void framesThatAreNeverFinishedCostTheirSendersTheLinkAndNobodyElse() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"), heard, s -> s.withLimits(s.limits().withBytes(MIB, MIB, 4 * MIB)));
    Socket healthy = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    byte[] most = ByteBuffer.allocate(MIB).putInt(MIB).array();
    for (int i = 0; i < 15; i++) {
      Socket greedy = RawPeer.link(nodes, node, "evil" + i + "@127.0.0.1", TestNodes.COOKIE);
      try {
        greedy.getOutputStream().write(most);
      } catch (IOException _) {
        continue; // lost already
      }
    }

    heard.await("some lost", events -> events.stream().anyMatch(e -> e.contains("OUT_OF_RES")));
    assertIsAnswered(healthy);
    assertThat(heard.all()).noneMatch(event -> event.startsWith("lost b@"));
  }

  @Test
  void aFrameOverTheCapIsAProtocolError() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket peer = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    peer.getOutputStream().write(ByteBuffer.allocate(4).putInt(MIB + 1).array());
    heard.await("lost b@127.0.0.1 PROTOCOL_ERROR");
  }

  @Test
  void aMessageToNobodyIsSkippedWhateverItIs() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket peer = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    ByteBuffer control = ControlHandler.frame(new ControlMessage.RegSend(THEIRS, Term.atom("x")));
    int garbage = 500_000;
    ByteBuffer frame = ByteBuffer.allocate(control.limit() + garbage).put(control);
    write(peer, frame.putInt(0, frame.capacity() - Integer.BYTES).clear());

    assertIsAnswered(peer);
    assertThat(node.links()).hasSize(1);
  }

  @Test
  void manyPeersThatFloodHoldUpNeitherTicksNorOtherPeers() throws Exception {
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heard, s -> s.withNetTickTime(Duration.ofSeconds(8)));
    Socket healthy = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    List<Thread> floods = new ArrayList<>();
    List<Socket> evil = new ArrayList<>();
    for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
      Socket socket = RawPeer.link(nodes, node, "evil" + i + "@127.0.0.1", TestNodes.COOKIE);
      evil.add(socket);
      floods.add(Thread.ofPlatform().daemon().start(() -> flood(socket)));
    }

    for (int i = 0; i < 20; i++) {
      assertIsAnswered(healthy);
    }
    ErlangNode there = nodes.start(TestNodes.name("z"), new RecordedLinks());
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
    assertThat(node.links()).as("those that flood do no harm").hasSize(evil.size() + 2);

    for (Socket socket : evil) {
      socket.close();
    }
    for (Thread flood : floods) {
      assertThat(flood.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  /** Monitors of net_kernel, which get no answer. */
  private static void flood(Socket socket) {
    Reference ref = new Reference(THEIRS.node(), 17, List.of(1, 2, 3));
    ByteBuffer frame = ControlHandler.frame(new ControlMessage.MonitorP(THEIRS, NET_KERNEL, ref));
    ByteBuffer many = ByteBuffer.allocate(500 * frame.limit());
    while (many.hasRemaining()) {
      many.put(frame.duplicate());
    }
    try {
      OutputStream out = socket.getOutputStream();
      while (!socket.isClosed()) {
        out.write(many.array());
      }
    } catch (IOException _) {
      return; // the test is over
    }
  }
}
