package io.nessiecluster.distribution.epmd;

import static io.nessiecluster.distribution.epmd.EpmdContract.HOST;
import static io.nessiecluster.distribution.epmd.EpmdContract.TIMEOUT;
import static io.nessiecluster.distribution.epmd.EpmdContract.assertFails;
import static io.nessiecluster.distribution.epmd.EpmdContract.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client before peers that are no EPMD. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EpmdClientTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String NODE = "1234" + "48" + "00" + "0006" + "0006" + "000161" + "0000";

  /** What a peer does once it has read the first byte of the request. */
  private interface Peer {
    void answer(Socket socket, OutputStream out) throws Exception;
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private ServerSocket listening;

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 50, HOST);
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    listening.close();
  }

  private EpmdClient clientOf(Peer peer) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = listening.accept()) {
                assertThat(socket.getInputStream().read()).isNotNegative();
                peer.answer(socket, socket.getOutputStream());
              } catch (Exception e) {
                return; // the client has gone
              }
            });
    return new EpmdClient(listening.getLocalPort(), System::nanoTime);
  }

  /** A peer that sends these bytes and then keeps still. */
  private EpmdClient clientOf(String hex) {
    return clientOf(
        (socket, out) -> {
          out.write(HexFormat.of().parseHex(hex));
          over.await();
        });
  }

  @Test
  void anAnswerIsTakenWithoutWaitingForTheEndOfTheConnection() throws Exception {
    assertThat(clientOf("7700" + NODE).lookup(HOST, "a", TIMEOUT).port()).isEqualTo(0x1234);
  }

  @Test
  void anAnswerMayComeByteByByte() throws Exception {
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              socket.setTcpNoDelay(true);
              for (byte b : HexFormat.of().parseHex("7700" + NODE)) {
                out.write(b);
              }
              over.await();
            });
    assertThat(client.lookup(HOST, "a", TIMEOUT).port()).isEqualTo(0x1234);
  }

  @Test
  void theAnswersOfAnOldEpmdHaveAShortCreation() throws Exception {
    try (EpmdRegistration registration =
        clientOf("79000003").register(HOST, request("a", 1), TIMEOUT)) {
      assertThat(registration.creation()).isEqualTo(3);
    }
  }

  @Test
  void whereNothingListensEpmdIsUnreachable() throws Exception {
    listening.close();
    EpmdClient client = new EpmdClient(listening.getLocalPort(), System::nanoTime);

    assertFails(() -> client.lookup(HOST, "a", TIMEOUT), EpmdException.Reason.UNREACHABLE);
    assertFails(() -> client.names(HOST, TIMEOUT), EpmdException.Reason.UNREACHABLE);
    assertFails(
        () -> client.register(HOST, request("a", 1), TIMEOUT), EpmdException.Reason.UNREACHABLE);
  }

  @Test
  void aPeerThatAcceptsAndKeepsStillIsATimeout() {
    EpmdClient client = clientOf((socket, out) -> over.await());
    assertTimesOut(() -> client.lookup(HOST, "a", SHORT));
  }

  @Test
  void aRegistrationThatIsNotAnsweredIsATimeout() {
    EpmdClient client = clientOf((socket, out) -> over.await());
    assertTimesOut(() -> client.register(HOST, request("a", 1), SHORT));
  }

  @Test
  void namesThatDoNotEndAreATimeout() {
    EpmdClient client = clientOf("00001111" + "6e616d65");
    assertTimesOut(() -> client.names(HOST, SHORT));
  }

  @Test
  void aPeerThatTricklesIsATimeoutOfTheWhole() {
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              out.write(
                  HexFormat.of().parseHex("7700" + "1234" + "48" + "00" + "00060006" + "00ff"));
              while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write('a');
              }
            });
    assertTimesOut(() -> client.lookup(HOST, "a", SHORT));
  }

  @Test
  void anAttemptWithoutTimeIsATimeout() {
    EpmdClient client = new EpmdClient(listening.getLocalPort(), System::nanoTime);
    assertTimesOut(() -> client.lookup(HOST, "a", Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "485454502f312e31", // HTTP/1.1
        "7600" + "00000001", // the answer to another question
        "7700" + "0000" + "48000006000600016100", // port 0
        "7700" + "1234" + "ff000006000600016100", // neither visible nor hidden
        "7700" + "1234" + "4800" + "00060006" + "ffff", // a name of 65,535 bytes
        "7700" + "1234" + "4800" + "00060006" + "000161" + "ffff", // so much Extra
      })
  void garbageIsAProtocolError(String hex) {
    assertFails(
        () -> clientOf(hex).lookup(HOST, "a", TIMEOUT), EpmdException.Reason.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "77", "7700", "7700" + "1234" + "4800"})
  void anAnswerThatIsCutShortIsAProtocolError(String hex) {
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              socket.getInputStream().skipNBytes(3); // or the close would be a reset
              out.write(HexFormat.of().parseHex(hex));
            });
    assertFails(() -> client.lookup(HOST, "a", TIMEOUT), EpmdException.Reason.PROTOCOL_ERROR);
  }

  @Test
  void namesWithoutEndAreAProtocolError() {
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              byte[] much = new byte[1 << 16];
              while (true) {
                out.write(much);
              }
            });
    assertFails(() -> client.names(HOST, TIMEOUT), EpmdException.Reason.PROTOCOL_ERROR);
  }

  @Test
  void aRegistrationIsLostWhenEpmdGoes() throws Exception {
    CountDownLatch going = new CountDownLatch(1);
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              out.write(HexFormat.of().parseHex("760000000009"));
              going.await();
            });
    try (EpmdRegistration registration = client.register(HOST, request("a", 1), TIMEOUT)) {
      Thread watcher = EpmdContract.watch(registration);
      assertThat(watcher.join(SHORT)).as("lost before EPMD has gone").isFalse();

      going.countDown();

      assertThat(watcher.join(TIMEOUT)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsALookup(boolean virtual) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    EpmdClient client =
        clientOf(
            (socket, out) -> {
              asked.countDown();
              over.await();
            });
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        (virtual ? Thread.ofVirtual() : Thread.ofPlatform())
            .start(
                () -> {
                  try {
                    client.lookup(HOST, "a", Duration.ofHours(1));
                  } catch (Exception e) {
                    thrown.complete(e);
                  }
                });
    asked.await();
    caller.interrupt();

    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anInterruptEndsTheWatchOfARegistration() throws Exception {
    EpmdRegistration registration =
        clientOf("760000000009").register(HOST, request("a", 1), TIMEOUT);
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread watcher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    registration.awaitLoss();
                  } catch (InterruptedException e) {
                    thrown.complete(e);
                  }
                });
    watcher.interrupt();

    assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  private static void assertTimesOut(EpmdContract.Call call) {
    long start = System.nanoTime();
    assertFails(call, EpmdException.Reason.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(25));
  }
}
