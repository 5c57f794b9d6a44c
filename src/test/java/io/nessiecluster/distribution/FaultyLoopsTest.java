package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.EpmdServer;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One Error, or one thread that cannot be had, ends nothing that must not end. */
@Timeout(60)
class FaultyLoopsTest {

  private final FaultyThreads threads = new FaultyThreads();
  private final AtomicInteger timeFaults = new AtomicInteger();
  private final LongSupplier nanoTime =
      () -> {
        if (timeFaults.get() > 0 && timeFaults.getAndDecrement() > 0) {
          throw new StackOverflowError("as scripted");
        }
        return System.nanoTime();
      };
  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;
  private NodeRuntime runtime;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    NodeRuntime sound = nodes.runtime;
    runtime = new NodeRuntime(sound.clock(), nanoTime, sound.random(), threads, nodes.timer);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode start(NodeSettings settings) throws Exception {
    return nodes.closeLater(ErlangNode.start(settings, runtime, links));
  }

  /** A node beside EPMD, whose threads are then those of links and dials alone. */
  private ErlangNode start() throws Exception {
    NodeSettings settings = nodes.settings(TestNodes.name("faulty"));
    return start(settings.withEpmd(EpmdMode.NONE, nodes.epmd.port()));
  }

  private EpmdServer epmd(int port) throws Exception {
    return nodes.closeLater(
        EpmdServer.bind(
            TestNodes.LOOPBACK,
            port,
            threads,
            nodes.timer,
            runtime.random(),
            EpmdServer.Limits.DEFAULT));
  }

  private static ConnectFailedException failure(ErlangNode node, String peer) {
    try {
      node.connect(peer, TestNodes.TIMEOUT);
      throw new AssertionError("it is connected");
    } catch (ConnectFailedException e) {
      return e;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theAcceptorGoesOnBehindAPeerForWhomThereIsNoThread() throws Exception {
    ErlangNode node = start();
    threads.refuse(1);
    try (Socket refused = new Socket(TestNodes.LOOPBACK, node.port())) {
      refused.setSoTimeout((int) TestNodes.TIMEOUT.toMillis());
      assertThat(refused.getInputStream().read()).as("the connection is closed").isEqualTo(-1);
    }

    assertThat(RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE).isConnected()).isTrue();
    assertThat(node.refusedHandshakes()).isEqualTo(1);
    assertThat(node.deadLoops()).isEmpty();
  }

  @Test
  void peersForWhomThereIsNoThreadTakeNoPlaceForEver() throws Exception {
    NodeLimits one =
        NodeLimits.DEFAULT.withInboundHandshakes(1, 1).withHandshakeTimeout(Duration.ofSeconds(5));
    ErlangNode node =
        start(
            nodes
                .settings(TestNodes.name("one"))
                .withEpmd(EpmdMode.NONE, nodes.epmd.port())
                .withLimits(one));
    threads.refuse(1);
    try (Socket refused = new Socket(TestNodes.LOOPBACK, node.port())) {
      assertThat(refused.getInputStream().read()).isEqualTo(-1);
    }

    assertThat(RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE).isConnected()).isTrue();
  }

  @Test
  void aHandshakeThatMeetsAnErrorIsRefusedAndTheNextOneIsNot() throws Exception {
    ErlangNode node = start();
    threads.refuseAfter(1, 1); // the watchdog of the handshake
    try (Socket refused = new Socket(TestNodes.LOOPBACK, node.port())) {
      assertThat(refused.getInputStream().read()).isEqualTo(-1);
    }
    links.await("refused OUT_OF_RESOURCES");

    assertThat(RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE).isConnected()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1}) // to dial, to accept
  void aNodeWithoutAThreadForALoopDoesNotStartAndLeavesItsPort(int threadsBefore) throws Exception {
    int port = FreePort.find();
    NodeSettings settings =
        nodes
            .settings(TestNodes.name("a"))
            .withEpmd(EpmdMode.NONE, nodes.epmd.port())
            .withPort(port);
    threads.refuseAfter(threadsBefore, 1);
    assertThatThrownBy(() -> start(settings)).isInstanceOf(OutOfMemoryError.class);

    assertThat(start(settings).port()).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({"0,dials", "1,acceptor"})
  void aLoopThatHasEndedIsSeen(int thread, String name) throws Exception {
    ErlangNode node = start();
    assertThat(node.deadLoops()).isEmpty();
    threads.made().get(thread).interrupt(); // by nobody who may: the loop ends

    TestNodes.await("it is seen", () -> node.deadLoops().equals(List.of(name)));
    node.close();
    assertThat(node.deadLoops()).as("closed in order").isEmpty();
  }

  @Test
  void epmdGoesOnBehindAConnectionForWhichThereIsNoThread() throws Exception {
    EpmdServer epmd = epmd(0);
    EpmdClient client = new EpmdClient(epmd.port(), System::nanoTime);
    threads.refuse(1);
    assertThatThrownBy(() -> client.names(TestNodes.LOOPBACK, TestNodes.TIMEOUT))
        .isInstanceOf(EpmdException.class);

    assertThat(client.names(TestNodes.LOOPBACK, TestNodes.TIMEOUT)).isEmpty();
    assertThat(epmd.loop().isDead()).isFalse();
    assertThat(epmd.loop().faults()).isEqualTo(1);
  }

  @Test
  void anEpmdWithoutAThreadToAcceptLeavesItsPort() throws Exception {
    int port = FreePort.find();
    threads.refuse(1);
    assertThatThrownBy(() -> epmd(port)).isInstanceOf(OutOfMemoryError.class);

    assertThat(epmd(port).port()).isEqualTo(port);
  }

  @Test
  void aNodeRegistersAgainThoughAnAttemptMetAnError() throws Exception {
    int port = FreePort.find();
    ErlangNode node = start(nodes.settings(TestNodes.name("a")).withEpmd(EpmdMode.EXTERNAL, port));
    timeFaults.set(1);
    TestNodes.await("an attempt has met the Error", () -> timeFaults.get() <= 0);

    epmd(port);

    TestNodes.await("registered", node::isRegistered);
    assertThat(node.deadLoops()).isEmpty();
  }

  @Test
  void aNodeServesEpmdThoughTheFirstThreadForItWasRefused() throws Exception {
    EpmdServer before = epmd(0);
    int port = before.port();
    ErlangNode node = start(nodes.settings(TestNodes.name("a")).withEpmd(EpmdMode.AUTO, port));
    assertThat(node.isRegistered()).isTrue();
    threads.refuse(1); // that of the own EPMD
    before.close();

    TestNodes.await("it was refused", () -> threads.refusals() == 0);
    TestNodes.await("registered with its own", node::isRegistered);
    assertThat(node.deadLoops()).isEmpty();
  }

  @Test
  void aNodeWithoutAThreadToStayRegisteredDoesNotStartAndLeavesItsName() throws Exception {
    NodeSettings settings = nodes.settings(TestNodes.name("a"));
    threads.refuse(1);
    assertThatThrownBy(() -> start(settings)).isInstanceOf(OutOfMemoryError.class);
    TestNodes.await("unregistered", () -> nodes.epmd.registered().isEmpty());

    assertThat(start(settings).isRegistered()).isTrue();
  }

  @Test
  void ticksGoOnBehindAnError() throws Exception {
    CountDownLatch looks = new CountDownLatch(3);
    try (TickTimer ticks =
        new TickTimer(
            () -> {
              looks.countDown();
              throw new OutOfMemoryError("as scripted");
            },
            Duration.ofMillis(8),
            System::nanoTime)) {
      ticks.start(nodes.timer);

      assertThat(looks.await(20, TimeUnit.SECONDS)).as("it looks again and again").isTrue();
      assertThat(ticks.loop().isDead()).isFalse();
    }
  }

  @Test
  void aListenerThatThrowsAnErrorHearsTheNextEvent() {
    AtomicInteger heard = new AtomicInteger();
    LinkEvents events =
        new LinkEvents(
            new LinkListener() {
              @Override
              public void linkUp(Link link) {
                if (heard.incrementAndGet() == 1) {
                  throw new NoClassDefFoundError("as scripted");
                }
              }

              @Override
              public void linkLost(Link link, LinkEnd cause, String detail) {}
            },
            Runnable::run);
    events.up(null);
    events.up(null);

    assertThat(heard).hasValue(2);
  }

  @Test
  void anEventForWhichThereWasNoThreadIsToldWithTheNextLookAtTheLinks() throws Exception {
    NodeSettings settings =
        nodes
            .settings(TestNodes.name("a"))
            .withEpmd(EpmdMode.NONE, nodes.epmd.port())
            .withNetTickTime(Duration.ofSeconds(1));
    ErlangNode node = start(settings);
    threads.refuseAfter(2, 1); // the handshake and its watchdog, then the teller
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);

    links.await("up b@127.0.0.1 ACCEPTED");
    assertThat(threads.refusals()).isZero();
  }

  @Test
  void aDialWithoutAThreadToFindOutWhyItFailedIsOverAtOnceAndTheNextOneDialsAnew()
      throws Exception {
    ErlangNode node = start();
    threads.refuse(1);
    assertThat(failure(node, "nobody@127.0.0.1").failure())
        .isEqualTo(ConnectFailure.OUT_OF_RESOURCES);

    assertThat(failure(node, "nobody@127.0.0.1").failure())
        .isEqualTo(ConnectFailure.NAME_NOT_REGISTERED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1}) // to shake hands, to watch that
  void aDialOverTlsWithoutAThreadFailsAtOnceAndTheNextOneDialsAnew(int threadsBefore)
      throws Exception {
    ErlangNode peer = nodes.start(TestNodes.name("peer"), new RecordedLinks());
    Transport tls = Transport.tls(TlsSettings.of(SSLContext::getDefault));
    NodeSettings settings =
        nodes.settings(TestNodes.name("faulty")).withEpmd(EpmdMode.NONE, nodes.epmd.port());
    ErlangNode node = nodes.closeLater(ErlangNode.start(settings, runtime, tls, links));
    threads.refuseAfter(threadsBefore, 1);
    assertThat(failure(node, peer.name()).failure()).isEqualTo(ConnectFailure.OUT_OF_RESOURCES);

    assertThat(failure(node, peer.name()).failure()).isEqualTo(ConnectFailure.TLS_FAILURE);
  }

  @Test
  void aHostThatNoThreadCouldAskForDoesNotKeepOthersFromBeingAskedFor() throws Exception {
    ErlangNode node = start();
    threads.refuseAfter(1, 1);
    assertThat(failure(node, "a@localhost").failure()).isEqualTo(ConnectFailure.OUT_OF_RESOURCES);

    assertThat(failure(node, "nobody@localhost").failure())
        .isEqualTo(ConnectFailure.NAME_NOT_REGISTERED);
  }

  @Test
  void aLinkThatNoThreadReadsIsLostAtOnce() throws Exception {
    ErlangNode peer = nodes.start(TestNodes.name("peer"), new RecordedLinks());
    ErlangNode node = start();
    threads.refuseAfter(1, 1); // the teller of events; then the reader
    node.connect(peer.name(), TestNodes.TIMEOUT);

    links.await("lost " + peer.name() + " OUT_OF_RESOURCES");
    assertThat(node.links()).isEmpty();
  }

  @Test
  void aLinkThatNoThreadWritesToIsLostAtOnce() throws Exception {
    ErlangNode node = start();
    threads.refuseAfter(3, 1); // handshake, watchdog, teller; then who writes its confirmation
    try (Socket socket = RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE)) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (java.io.IOException _) {
      // the handshake is not confirmed: the peer sees its end, as it may
    }

    links.await("lost b@127.0.0.1 OUT_OF_RESOURCES");
  }
}
