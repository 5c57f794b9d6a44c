package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.ByteStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A link over a TLS session, whose other end the test holds; time stands still until moved. */
class TlsLinkTest {

  private static final Duration TICK_TIME = Duration.ofSeconds(60);

  @TempDir private static Path folder;
  private static SSLContext context;

  private final Counters counters = Counters.ofNode();
  private final AtomicLong now = new AtomicLong();
  private final BlockingQueue<Loss> losses = new LinkedBlockingQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ByteStream peer;
  private DistributionConnection link;
  private TickTimer ticks;

  @BeforeAll
  static void certify() throws Exception {
    context =
        new TestCertificates(folder)
            .authority("ca")
            .issue("node", "ca", "ip:127.0.0.1")
            .context("node", "ca");
  }

  @BeforeEach
  void open() throws Exception {
    NodeRuntime runtime =
        new NodeRuntime(Clock.systemUTC(), now::get, new Random(), this::newThread, timer);
    Transport transport = Transport.tls(TlsSettings.of(() -> context));
    Deadline deadline = Deadline.in(TestNodes.TIMEOUT, System::nanoTime);
    try (ServerSocket server = new ServerSocket(0, 1, TestNodes.LOOPBACK)) {
      Socket dialled = new Socket(TestNodes.LOOPBACK, server.getLocalPort());
      CompletableFuture<ByteStream> initiated = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  initiated.complete(transport.carrier().initiate(dialled, "127.0.0.1", deadline));
                } catch (Exception e) {
                  initiated.completeExceptionally(e);
                }
              });
      ByteStream accepted = transport.carrier().accept(server.accept(), deadline);
      peer = initiated.get(20, TimeUnit.SECONDS);
      peer.socket().setSoTimeout(10_000);
      link =
          new DistributionConnection(
              accepted,
              new PeerNode("b@h", DistributionFlag.HIDDEN_NODE, 7),
              Link.Direction.ACCEPTED,
              new CallTable(new Pid(Term.atom("a@h"), 1, 0, 9), counters.calls()::late),
              CallService.REFUSED,
              counters,
              runtime,
              LinkBounds.of(NodeLimits.DEFAULT.withBytes(1 << 20, 32 << 20, 64 << 20), runtime),
              (lost, loss) -> losses.add(loss));
    }
    ticks = new TickTimer(() -> List.of(link), TICK_TIME, now::get);
    link.start();
  }

  private Thread newThread(Runnable task) {
    Thread thread = Thread.ofVirtual().unstarted(task);
    threads.add(thread);
    return thread;
  }

  @AfterEach
  void close() throws Exception {
    link.lose(LinkEnd.NODE_STOPPED, "the test is over");
    peer.close();
    timer.shutdownNow();
  }

  private LinkEnd loss() throws InterruptedException {
    Loss loss = losses.poll(10, TimeUnit.SECONDS);
    assertThat(loss).as("the loss of the link").isNotNull();
    return loss.cause();
  }

  private void assertThreadsEnd() throws InterruptedException {
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).as("the end of a thread").isTrue();
    }
  }

  /** More than the buffers of the system take: the writer is stuck within TLS. */
  private void getStuck() throws Exception {
    for (int i = 0; i < 16; i++) {
      link.send(ByteBuffer.allocate(1 << 20));
    }
    TestNodes.await(
        "a stuck writer",
        () -> { // the writer of an earlier frame may have ended before the next one came
          List<Thread> alive = threads.stream().filter(Thread::isAlive).toList();
          return alive.size() == 2
              && alive.stream().allMatch(t -> t.getState() == Thread.State.WAITING);
        });
  }

  @Test
  void aPeerThatDoesNotReadIsLostThoughItTalks() throws Exception {
    getStuck();
    for (int i = 0; i < 6 && losses.isEmpty(); i++) {
      long heard = link.lastRead();
      now.incrementAndGet();
      peer.out().write(new byte[Integer.BYTES]);
      TestNodes.await("the tick is read", () -> link.lastRead() > heard);
      now.addAndGet(TICK_TIME.dividedBy(4).toNanos());
      ticks.look();
    }
    assertThat(loss()).isEqualTo(LinkEnd.WRITE_STALLED);
    assertThreadsEnd();
  }

  @Test
  void aLinkWithAStuckWriterIsLostAtOnce() throws Exception {
    getStuck();
    CompletableFuture<Void> lost =
        CompletableFuture.runAsync(
            () -> link.lose(LinkEnd.DISCONNECTED, "whatever the peer does"),
            task -> Thread.ofVirtual().start(task));
    lost.get(5, TimeUnit.SECONDS);
    assertThat(loss()).isEqualTo(LinkEnd.DISCONNECTED);
    assertThreadsEnd();
  }

  @Test
  void thePeersEndWithoutAFarewellIsAnEndAllTheSame() throws Exception {
    peer.close();
    assertThat(loss()).isEqualTo(LinkEnd.CLOSED_BY_PEER);
    assertThreadsEnd();
  }

  @Test
  void aForgedRecordIsTheLinksEnd() throws Exception {
    peer.socket().getOutputStream().write(new byte[] {0x17, 3, 3, 0, 20});
    peer.socket().getOutputStream().write(new byte[20]);
    assertThat(loss()).isEqualTo(LinkEnd.CONNECTION_RESET);
    assertThreadsEnd();
  }

  @Test
  void framesOfAnySizePassInOrder() throws Exception {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    int[] sizes = {1, 16_383, 16_384, 16_385, 1 << 20};
    int total = 0;
    for (int size : sizes) {
      total += size;
    }
    int all = total;
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                read.complete(peer.in().readNBytes(all));
              } catch (Exception e) {
                read.completeExceptionally(e);
              }
            });
    ByteBuffer sent = ByteBuffer.allocate(all);
    for (int size : sizes) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      sent.put(bytes);
      link.send(ByteBuffer.wrap(bytes));
    }
    assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo(sent.array());
  }
}
