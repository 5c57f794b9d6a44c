package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final AtomicLong nanos = new AtomicLong();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(1), nanos::get);
  private Thread thread;
  private EventLoop loop;
  private ServerSocket server;
  private SocketChannel channel;

  @BeforeEach
  void open() throws Exception {
    loop = EventLoop.start(task -> thread = Thread.ofVirtual().start(task), nanos::get);
    server = new ServerSocket(0, 1, LOOPBACK);
    channel = SocketChannel.open();
  }

  @AfterEach
  void close() throws Exception {
    loop.close();
    server.close();
    channel.close();
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> step) {
    return CompletableFuture.supplyAsync(step, loop).thenCompose(future -> future);
  }

  private CompletableFuture<SocketChannel> connect() {
    InetSocketAddress address = new InetSocketAddress(LOOPBACK, server.getLocalPort());
    return onLoop(() -> loop.connect(channel, address, deadline));
  }

  private CompletableFuture<String> readWord() {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    return onLoop(
        () ->
            loop.read(
                channel,
                deadline,
                () -> {
                  if (channel.read(bytes) < 0) {
                    throw new IOException("the end");
                  }
                  String text = new String(bytes.array(), 0, bytes.position());
                  return text.endsWith(".") ? text : null;
                }));
  }

  /** The loop has done what it was told so far. */
  private void awaitTasks() throws Exception {
    CompletableFuture.runAsync(() -> {}, loop).get();
  }

  private static Throwable fault(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("it came to " + future.get());
    } catch (ExecutionException e) {
      return EventLoop.cause(e.getCause());
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aTaskThatATaskAddsIsDoneThoughNothingElseHappens() throws Exception {
    CompletableFuture<String> second = new CompletableFuture<>();
    loop.execute(() -> loop.execute(() -> second.complete("done")));
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("done");
  }

  @Test
  void whatComesInPiecesIsReadUntilItIsWhole() throws Exception {
    connect().get();
    CompletableFuture<String> word = readWord();
    try (Socket peer = server.accept()) {
      write(peer, "a wo");
      write(peer, "rd.");

      assertThat(word.get()).isEqualTo("a word.");
      CompletableFuture<String> next = readWord();
      write(peer, "another.");
      assertThat(next.get()).as("who reads anew").isEqualTo("another.");
    }
  }

  @Test
  void whatAStepThrowsIsWhatItsFutureFailsBy() throws Exception {
    connect().get();
    CompletableFuture<String> word = readWord();
    server.accept().close();

    assertThat(fault(word)).isInstanceOf(IOException.class).hasMessage("the end");
  }

  @Test
  void aDeadlineThatPassesEndsTheWait() throws Exception {
    connect().get();
    CompletableFuture<String> word = readWord();
    awaitTasks();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertThat(fault(word)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void aChannelThatSomebodyClosesEndsTheWait() throws Exception {
    connect().get();
    CompletableFuture<String> word = readWord();
    awaitTasks();
    channel.close();
    nanos.addAndGet(Duration.ofMillis(100).toNanos());

    assertThat(fault(word)).isInstanceOf(ClosedChannelException.class);
    assertThat(fault(readWord())).as("a closed one").isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void aPortThatNobodyListensAtRefuses() throws Exception {
    server.close();

    assertThat(fault(connect())).isInstanceOf(ConnectException.class);
  }

  @Test
  void aChannelThatIsReleasedBlocksAsANewOneDoes() throws Exception {
    connect().get();
    onLoop(
            () -> {
              try {
                loop.release(channel);
                return CompletableFuture.completedFuture(channel);
              } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
              }
            })
        .get();

    assertThat(channel.isBlocking()).isTrue();
    try (Socket peer = server.accept()) {
      write(peer, "x");
      assertThat(channel.socket().getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aTaskThatThrowsTakesNoOtherWithIt() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          throw new IllegalStateException("as scripted");
        });
    loop.execute(done::countDown);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(loop.loop().faults()).isEqualTo(1);
    assertThat(loop.loop().isDead()).isFalse();
  }

  @Test
  void aLoopThatIsClosedEndsItsThread() throws Exception {
    loop.close();
    loop.loop().awaitEnd(Duration.ofSeconds(20));

    assertThat(thread.isAlive()).isFalse();
    assertThat(loop.loop().isDead()).as("closed in order").isFalse();
  }
}
