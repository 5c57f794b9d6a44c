package io.nessiecluster.distribution.epmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpmdServerTest extends EpmdContract {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
  private EpmdServer server;

  @BeforeEach
  void start() throws IOException {
    server = bind(HOST, EpmdServer.Limits.DEFAULT);
  }

  @AfterEach
  void stop() {
    server.close();
    timer.shutdownNow();
  }

  @Override
  int port() {
    return server.port();
  }

  private EpmdServer bind(InetAddress address, EpmdServer.Limits limits) throws IOException {
    ThreadFactory virtual = Thread.ofVirtual().factory();
    ThreadFactory recording =
        task -> {
          Thread thread = virtual.newThread(task);
          threads.add(thread);
          return thread;
        };
    return EpmdServer.bind(address, 0, recording, timer, new Random(-3), limits);
  }

  private void restart(EpmdServer.Limits limits) throws IOException {
    server.close();
    server = bind(HOST, limits);
  }

  @Test
  void closingItClosesEveryConnectionAndEndsEveryThread() throws Exception {
    try (EpmdRegistration registration = register("lost", 1);
        Socket idle = new Socket(HOST, port())) {
      Thread watcher = watch(registration);

      server.close();

      assertThat(watcher.join(TIMEOUT)).isTrue();
      assertThatItEnds(idle);
      assertThat(server.registered()).isEmpty();
      assertThat(threads).hasSizeGreaterThan(1);
      for (Thread thread : threads) { // one whose connection is forgotten may have a step to go
        assertThat(thread.join(TIMEOUT)).isTrue();
      }
      assertFails(() -> register("late", 1), EpmdException.Reason.UNREACHABLE);
    }
  }

  @Test
  void twoCannotListenAtOnePort() {
    assertThatIOException()
        .isThrownBy(
            () ->
                EpmdServer.bind(
                    HOST,
                    port(),
                    Thread.ofVirtual().factory(),
                    timer,
                    new Random(),
                    EpmdServer.Limits.DEFAULT));
  }

  @Test
  void everyRegistrationHasAnotherCreationAndNoneIsReserved() throws Exception {
    Set<Integer> creations = new HashSet<>();
    RegisteredNames names = new RegisteredNames(100, -3); // runs over zero
    for (int i = 0; i < 20; i++) {
      creations.add(names.register(NodeEntry.of("n" + i, 1, NodeType.NORMAL)).orElseThrow());
    }
    assertThat(creations).hasSize(20).doesNotContain(0, 1, 2, 3, 4);
  }

  @Test
  void aNodeOfAnOldProtocolGetsTheOldAnswer() throws Exception {
    NodeEntry old = new NodeEntry(1, NodeType.NORMAL, 0, 5, 5, "old");
    try (EpmdRegistration registration = client().register(HOST, new Alive2Request(old), TIMEOUT)) {
      assertThat(registration.creation()).isBetween(1, 3);
    }
  }

  @Test
  void noMoreNamesAreTakenThanTheLimit() throws Exception {
    restart(new EpmdServer.Limits(2, 100, 100, TIMEOUT));
    try (EpmdRegistration first = register("a", 1);
        EpmdRegistration second = register("b", 2)) {
      assertFails(() -> register("c", 3), EpmdException.Reason.NAME_TAKEN);
      assertThat(server.registered()).extracting(NodeEntry::name).containsExactly("a", "b");
    }
  }

  /** A connection from an address of choice, which says nothing. */
  private Socket squatter(String from) throws IOException {
    return new Socket(HOST, port(), InetAddress.ofLiteral(from), 0);
  }

  @Test
  void manyAddressesThatSayNothingKeepNobodyOut() throws Exception {
    restart(new EpmdServer.Limits(9, 32, 2, TIMEOUT));
    try (EpmdRegistration node = register("a", 1)) {
      List<Socket> squatters = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        squatters.add(squatter("127.0.1." + i));
      }

      assertThat(client().lookup(HOST, "a", TIMEOUT).port()).isEqualTo(1);

      assertThatItEnds(squatters.getFirst());
      assertThat(server.registered()).hasSize(1);
      for (Socket each : squatters) {
        each.close();
      }
    }
  }

  @Test
  void theOldestOfAnAddressMakesWayAndNoOther() throws Exception {
    restart(new EpmdServer.Limits(9, 100, 2, TIMEOUT));
    try (EpmdRegistration first = register("a", 1);
        EpmdRegistration second = register("b", 2); // registered, so they do not count
        Socket neighbour = squatter("127.0.0.2");
        Socket oldest = squatter("127.0.0.1");
        Socket another = squatter("127.0.0.1");
        Socket newest = squatter("127.0.0.1")) {
      assertThatItEnds(oldest);
      for (Socket each : List.of(neighbour, another, newest)) {
        each.getOutputStream().write(new byte[] {0, 1, NamesRequest.TAG});
        assertThat(each.getInputStream().readNBytes(4)).hasSize(4);
      }
      assertThat(server.registered()).hasSize(2);
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    restart(new EpmdServer.Limits(9, 9, 100, Duration.ofMillis(100)));
    try (Socket silent = new Socket(HOST, port())) {
      assertThatItEnds(silent);
    }
  }

  @Test
  void aRequestThatTricklesInIsClosedInTime() throws Exception {
    restart(new EpmdServer.Limits(9, 9, 100, Duration.ofMillis(200)));
    try (Socket loris = new Socket(HOST, port())) {
      loris.getOutputStream().write(new byte[] {8, 0}); // 2,048 bytes are to come: 40 s
      Future<?> bytes =
          timer.scheduleAtFixedRate(() -> writeZero(loris), 0, 20, TimeUnit.MILLISECONDS);
      assertThatItEnds(loris);
      bytes.cancel(false);
    }
  }

  @Test
  void aRegistrationOutlivesTheTimeOfARequest() throws Exception {
    restart(new EpmdServer.Limits(9, 9, 100, Duration.ofSeconds(1))); // in which it registers
    try (EpmdRegistration registration = register("lasting", 1)) {
      try (Socket silent = new Socket(HOST, port())) {
        assertThatItEnds(silent); // opened later, and its time is over
      }
      assertThat(client().lookup(HOST, "lasting", TIMEOUT).port()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatDoesNotReadItsAnswerIsClosedInTime() throws Exception {
    RegisteredNames names = new RegisteredNames(256, 0);
    for (int i = 100; i < 350; i++) {
      names.register(NodeEntry.of(i + "漢".repeat(250), i, NodeType.NORMAL));
    }
    try (ServerSocketChannel listening = ServerSocketChannel.open().bind(loopback(0));
        Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(2048);
      deaf.connect(loopback(listening.socket().getLocalPort()));
      deaf.getOutputStream().write(new byte[] {0, 1, NamesRequest.TAG});
      SocketChannel accepted = listening.accept();
      accepted.setOption(StandardSocketOptions.SO_SNDBUF, 2048); // the answer fits no buffer

      EpmdConnection connection = new EpmdConnection(accepted, names, 4369, _ -> true);
      Thread serving =
          Thread.ofVirtual().start(() -> connection.serve(timer, Duration.ofMillis(200)));

      assertThat(serving.join(TIMEOUT)).isTrue();
      assertThat(accepted.isOpen()).isFalse();
    }
  }

  /** Or it makes way for another connection, of a node that has just heard that it is known. */
  @Test
  void whoIsToldThatItIsRegisteredIsCountedAmongThoseThatWaitNoMore() throws Exception {
    try (ServerSocketChannel listening = ServerSocketChannel.open().bind(loopback(0));
        Socket node = new Socket(HOST, listening.socket().getLocalPort())) {
      CompletableFuture<Integer> told = new CompletableFuture<>();
      EpmdConnection connection =
          new EpmdConnection(
              listening.accept(),
              new RegisteredNames(1, 0),
              4369,
              _ -> told.complete(available(node)));
      Thread.ofVirtual().start(() -> connection.serve(timer, TIMEOUT));
      ByteBuffer request = request("early", 1).encode();
      node.getOutputStream().write(request.array(), request.position(), request.remaining());

      assertThat(told.get(10, TimeUnit.SECONDS)).as("bytes of the answer until then").isZero();
      assertThat(node.getInputStream().readNBytes(6)).hasSize(6);
    }
  }

  private static int available(Socket socket) {
    try {
      return socket.getInputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNodeThatSaysMoreThanItsRegistrationIsUnregistered() throws Exception {
    try (Socket node = new Socket(HOST, port())) {
      OutputStream out = node.getOutputStream();
      byte[] request = new byte[2 + EpmdRequest.MAX_BYTES];
      var message = request("chatty", 1).encode();
      int length = message.remaining();
      message.get(request, 0, length);
      out.write(request, 0, length);
      assertThat(node.getInputStream().readNBytes(6)).hasSize(6);
      out.write(0);
      assertThatItEnds(node);
    }
    awaitRegistered(0);
  }

  @Test
  void onlyThisHostMayRegister() throws Exception {
    InetAddress own = InetAddress.getByName("10.0.0.1");

    assertThat(EpmdConnection.isLocal(InetAddress.getByName("127.0.0.2"), HOST)).isTrue();
    assertThat(EpmdConnection.isLocal(InetAddress.getByName("::1"), HOST)).isTrue();
    assertThat(EpmdConnection.isLocal(InetAddress.getByName("10.0.0.1"), own)).isTrue();
    assertThat(EpmdConnection.isLocal(InetAddress.getByName("10.0.0.2"), own)).isFalse();
    assertThat(EpmdConnection.isLocal(InetAddress.getByName("10.0.0.2"), HOST)).isFalse();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(HOST, port);
  }

  private static void writeZero(Socket socket) {
    try {
      socket.getOutputStream().write(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // ends the schedule
    }
  }

  private static void assertThatItEnds(Socket socket) throws IOException {
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    try (InputStream in = socket.getInputStream()) {
      assertThat(in.read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // bytes were under way
    }
  }

  private void awaitRegistered(int count) {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (server.registered().size() != count) {
      assertThat(System.nanoTime() - end).as(count + " registered").isNegative();
      Thread.onSpinWait();
    }
  }
}
