package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.ByteStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link over a real socket, whose other end the test holds; time stands still until moved. */
class DistributionConnectionTest {

  private static final Duration TICK_TIME = Duration.ofSeconds(60);
  private static final Duration QUARTER = TICK_TIME.dividedBy(4);
  private static final Pid CALLER = new Pid(Term.atom("a@h"), 1, 0, 9);
  private static final int QUEUE_BYTES = 8 << 20;

  private final AtomicLong now = new AtomicLong();
  private final BlockingQueue<Loss> losses = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Counters counters = Counters.ofNode();
  private final CallTable calls = new CallTable(CALLER, counters.calls()::late);
  private Socket peer;
  private DistributionConnection link;
  private TickTimer ticks;

  @BeforeEach
  void open() throws IOException {
    NodeRuntime runtime =
        new NodeRuntime(
            Clock.systemUTC(), now::get, new Random(), Thread.ofVirtual().factory(), timer);
    NodeLimits limits = NodeLimits.DEFAULT.withBytes(1 << 20, QUEUE_BYTES, 2 * QUEUE_BYTES);
    try (ServerSocket server = new ServerSocket(0, 1, TestNodes.LOOPBACK)) {
      peer = new Socket(TestNodes.LOOPBACK, server.getLocalPort());
      peer.setSoTimeout(10_000);
      link =
          new DistributionConnection(
              ByteStream.plain(server.accept()),
              new PeerNode("b@h", DistributionFlag.HIDDEN_NODE, 7),
              Link.Direction.ACCEPTED,
              calls,
              CallService.REFUSED,
              counters,
              runtime,
              LinkBounds.of(limits, runtime),
              (lost, loss) -> losses.add(loss));
    }
    ticks = new TickTimer(() -> List.of(link), TICK_TIME, now::get);
    link.start();
  }

  @AfterEach
  void close() throws IOException {
    link.lose(LinkEnd.NODE_STOPPED, "the test is over");
    peer.close();
    timer.shutdownNow();
  }

  private void look() {
    now.addAndGet(QUARTER.toNanos());
    ticks.look();
  }

  /** As {@link #look}, but leaves the link the time that a quarter of a minute is. */
  private void lookOnceWritten() throws InterruptedException {
    TestNodes.await("all is written", () -> !link.isWriting());
    look();
  }

  private LinkEnd loss() throws InterruptedException {
    Loss loss = losses.poll(10, TimeUnit.SECONDS);
    assertThat(loss).as("the loss of the link").isNotNull();
    return loss.cause();
  }

  @Test
  void anIdleLinkIsTickedWithinHalfANetTickTime() throws Exception {
    DataInputStream in = new DataInputStream(peer.getInputStream());
    lookOnceWritten();
    lookOnceWritten();
    assertThat(in.readInt()).isZero();
    lookOnceWritten();
    lookOnceWritten();
    assertThat(in.readInt()).isZero();
  }

  @Test
  void aTickIsALifeSignAndIsNeverEchoed() throws Exception {
    for (int i = 1; i <= 20; i++) { // five tick times
      long bytes = (long) i * Integer.BYTES;
      now.incrementAndGet();
      peer.getOutputStream().write(new byte[Integer.BYTES]);
      TestNodes.await("the tick is counted", () -> link.statistics().in().bytes() == bytes);
      lookOnceWritten();
    }
    assertThat(losses).isEmpty();
    assertThat(link.statistics().in()).isEqualTo(new Traffic(0, 80, 20));
    assertThat(link.statistics().out().frames()).isZero();
    assertThat(link.statistics().out().ticks()).as("own ticks alone").isBetween(10L, 20L);
  }

  @Test
  void aSilentPeerIsLostAfterTheNetTickTime() throws Exception {
    for (int i = 0; i < 4; i++) {
      look();
    }
    assertThat(losses).isEmpty();
    look();
    assertThat(loss()).isEqualTo(LinkEnd.TICK_TIMEOUT);
    assertThat(peer.getInputStream().readAllBytes().length % 4).as("ticks, and the end").isZero();
  }

  @Test
  void aPeerThatDoesNotReadIsLostThoughItTalks() throws Exception {
    for (int i = 0; i < 7; i++) {
      link.send(ByteBuffer.allocate(1 << 20)); // more than the buffers of the system take
    }
    for (int i = 0; i < 6 && losses.isEmpty(); i++) {
      long heard = link.lastRead();
      now.incrementAndGet();
      peer.getOutputStream().write(new byte[Integer.BYTES]);
      TestNodes.await("the tick is read", () -> link.lastRead() > heard);
      look();
    }
    assertThat(loss()).isEqualTo(LinkEnd.WRITE_STALLED);
  }

  @Test
  void aPeerThatOverfillsTheQueueIsLost() throws Exception {
    for (int i = 0; i < 32 && losses.isEmpty(); i++) {
      link.send(ByteBuffer.allocate(1 << 20));
    }
    assertThat(loss()).isEqualTo(LinkEnd.OUTBOUND_OVERFLOW);
  }

  @Test
  void whatThePeerAsksIsAnsweredInOrder() throws Exception {
    Term from = Term.atom("from");
    Term to = Term.atom("to");
    for (int i = 0; i < 100; i++) {
      write(ControlHandler.frame(new ControlMessage.UnlinkId(Term.integer(i), from, to)));
    }
    DataInputStream in = new DataInputStream(peer.getInputStream());
    for (int i = 0; i < 100; i++) {
      ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(in.readInt())).position(1);
      assertThat(ControlMessage.of(TermDecoder.decode(frame)))
          .isEqualTo(new ControlMessage.UnlinkIdAck(Term.integer(i), to, from));
    }
  }

  private void write(ByteBuffer frame) throws IOException {
    peer.getOutputStream().write(frame.array(), frame.arrayOffset(), frame.remaining());
  }

  @Test
  void aHugeFrameIsAProtocolError() throws Exception {
    peer.getOutputStream().write(new byte[] {0x7f, -1, -1, -1});
    assertThat(loss()).isEqualTo(LinkEnd.PROTOCOL_ERROR);
  }

  @Test
  void garbageIsAProtocolError() throws Exception {
    peer.getOutputStream().write(new byte[] {0, 0, 0, 2, 112, 7});
    assertThat(loss()).isEqualTo(LinkEnd.PROTOCOL_ERROR);
  }

  @Test
  void thePeersEndIsTheLinksEnd() throws Exception {
    peer.close();
    assertThat(loss()).isEqualTo(LinkEnd.CLOSED_BY_PEER);
  }

  @Test
  void onlyTheFirstCauseCounts() throws Exception {
    link.lose(LinkEnd.DISCONNECTED, "first");
    link.lose(LinkEnd.NODE_STOPPED, "second");
    peer.close();
    assertThat(loss()).isEqualTo(LinkEnd.DISCONNECTED);
    assertThat(losses.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }
}
