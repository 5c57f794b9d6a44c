package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.EventLoop;
import io.nessiecluster.distribution.transport.HandshakeChannel;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two who drive the dialling side of a handshake, on a thread and on an event loop. */
@Timeout(60)
class HandshakeOnLoopTest {

  private static final String PEER = "peer@127.0.0.1";
  private static final int CHALLENGE = 1;
  private static final Secret SECRET = Secret.of(TestNodes.COOKIE);
  private static final byte[] ACK =
      HandshakeCodec.packet(new HandshakeMessage.ChallengeAck(SECRET.answer(CHALLENGE)));

  private static EventLoop loop;

  @BeforeAll
  @BeforeContainer
  static void open() throws IOException {
    loop = EventLoop.start(Thread.ofVirtual()::start, System::nanoTime);
  }

  @AfterAll
  @AfterContainer
  static void close() {
    loop.close();
  }

  /** How it ended, and what was sent for it. */
  private record Course(HandshakeStep<InitiatorState> end, List<Byte> sent) {}

  /** Drives a handshake over a socket. */
  @FunctionalInterface
  private interface Driver {
    HandshakeStep<InitiatorState> drive(SocketChannel channel, HandshakeStep<InitiatorState> first)
        throws Exception;
  }

  private static Deadline deadline() {
    return Deadline.in(TestNodes.TIMEOUT, System::nanoTime);
  }

  private static HandshakeStep<InitiatorState> first() {
    LocalNode local = new LocalNode("own@127.0.0.1", DistributionFlag.HIDDEN_NODE, 17, SECRET);
    return Handshake.initiate(local, PEER, CHALLENGE, () -> false);
  }

  private static HandshakeStep<InitiatorState> onThread(
      SocketChannel channel, HandshakeStep<InitiatorState> first) throws IOException {
    return new HandshakeSocket(ByteStream.plain(channel.socket()), deadline()).initiate(first);
  }

  private static HandshakeStep<InitiatorState> onLoop(
      SocketChannel channel, HandshakeStep<InitiatorState> first)
      throws ExecutionException, InterruptedException, IOException {
    channel.configureBlocking(false);
    return CompletableFuture.supplyAsync(
            () -> new HandshakeChannel(channel, deadline(), loop).initiate(first), loop)
        .thenCompose(end -> end)
        .get();
  }

  /** What comes of a peer that says all this, in pieces of so many bytes, and then no more. */
  private static Course course(Driver driver, byte[] said, int piece) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, TestNodes.LOOPBACK);
        SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(TestNodes.LOOPBACK, server.getLocalPort()));
      FutureTask<byte[]> peer = new FutureTask<>(() -> say(server.accept(), said, piece));
      Thread.ofVirtual().start(peer);
      HandshakeStep<InitiatorState> end = driver.drive(channel, first());
      channel.shutdownOutput();
      return new Course(end, bytes(peer.get()));
    }
  }

  private static byte[] say(Socket socket, byte[] said, int piece) throws IOException {
    try (socket) {
      socket.setTcpNoDelay(true);
      for (int at = 0; at < said.length; at += piece) {
        socket.getOutputStream().write(said, at, Math.min(piece, said.length - at));
      }
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    }
  }

  private static List<Byte> bytes(byte[] array) {
    return IntStream.range(0, array.length).mapToObj(i -> array[i]).toList();
  }

  @Provide
  static Arbitrary<byte[]> conversations() {
    Arbitrary<byte[]> packets =
        Arbitraries.oneOf(
            Arbitraries.of(HandshakeMessage.Word.values())
                .map(word -> HandshakeCodec.packet(new HandshakeMessage.Status(word))),
            Arbitraries.of(PEER, "other@127.0.0.1", "own@127.0.0.1")
                .map(HandshakeOnLoopTest::challenge),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40));
    Arbitrary<byte[]> usual =
        Arbitraries.of(HandshakeMessage.Word.OK, HandshakeMessage.Word.ALIVE)
            .map(word -> HandshakeCodec.packet(new HandshakeMessage.Status(word)));
    return Combinators.combine(
            Arbitraries.of(true, false),
            usual,
            packets.list().ofMaxSize(3),
            Arbitraries.of(true, false))
        .as(
            (begins, status, others, ends) -> {
              ByteArrayOutputStream said = new ByteArrayOutputStream();
              if (begins) {
                said.writeBytes(status);
                said.writeBytes(challenge(PEER));
              }
              if (others.isEmpty() && ends) {
                said.writeBytes(ACK);
              }
              others.forEach(said::writeBytes);
              return said.toByteArray();
            });
  }

  private static byte[] challenge(String name) {
    return HandshakeCodec.packet(
        new HandshakeMessage.Challenge(DistributionFlag.HIDDEN_NODE, 2, 9, name));
  }

  @Property(tries = 300)
  void bothEndAlikeAndSendTheSameWhateverThePeerSaysAndInWhatPieces(
      @ForAll("conversations") byte[] said, @ForAll @IntRange(min = 1, max = 64) int piece)
      throws Exception {
    Course onThread = course(HandshakeOnLoopTest::onThread, said, piece);
    Course onLoop = course(HandshakeOnLoopTest::onLoop, said, piece);

    assertThat(onLoop).isEqualTo(onThread);
  }

  @Test
  void notAByteBehindTheProofIsRead() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, TestNodes.LOOPBACK);
        SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(TestNodes.LOOPBACK, server.getLocalPort()));
      Socket peer = server.accept();
      Thread.ofVirtual().start(() -> prove(peer, "tail"));

      assertThat(onLoop(channel, first())).isInstanceOf(HandshakeStep.Done.class);
      CompletableFuture.runAsync(() -> release(channel), loop).get();
      assertThat(channel.socket().getInputStream().readAllBytes()).asString().isEqualTo("tail");
    }
  }

  private static void release(SocketChannel channel) {
    try {
      loop.release(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prove(Socket socket, String tail) {
    try (socket) {
      RawPeer.challenge(socket, PEER);
      ByteArrayOutputStream last = new ByteArrayOutputStream();
      last.writeBytes(ACK);
      last.writeBytes(tail.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(last.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void framesThatComeBeforeTheOwnChallengeIsMetAreRefused() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    said.writeBytes(HandshakeCodec.packet(new HandshakeMessage.Status(HandshakeMessage.Word.OK)));
    said.writeBytes(challenge(PEER));
    said.writeBytes(ACK);
    said.writeBytes(new byte[] {0, 0, 0, 0});

    assertThat(course(HandshakeOnLoopTest::onLoop, said.toByteArray(), 1000).end())
        .isInstanceOf(HandshakeStep.Failed.class);
  }
}
