package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who asks for a dial: callers that wait and callers that are told share one, and may leave it. */
@Timeout(60)
class SharedDialTest {

  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.start(TestNodes.name("a"), new RecordedLinks());
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ConnectFailure failure(String peer, Duration timeout) {
    try {
      throw new AssertionError("linked: " + node.connect(peer, timeout));
    } catch (ConnectFailedException e) {
      return e.failure();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ConnectFailure failure(CompletableFuture<Link> dial) throws Exception {
    try {
      throw new AssertionError("linked: " + dial.get(10, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ConnectFailedException.class);
      return ((ConnectFailedException) e.getCause()).failure();
    }
  }

  /** A peer that reads the name it is told, says nothing, and hands its socket out. */
  private RawPeer silent(CompletableFuture<Socket> introduced) throws Exception {
    return new RawPeer(
        nodes,
        socket -> {
          RawPeer.receive(socket);
          introduced.complete(socket);
        });
  }

  private static void assertEnded(CompletableFuture<Socket> introduced) throws Exception {
    Socket dialled = introduced.get(10, TimeUnit.SECONDS);
    dialled.setSoTimeout(5000);
    assertThat(dialled.getInputStream().read()).as("the end behind the name").isEqualTo(-1);
  }

  @Test
  void whoDoesNotWaitIsToldOfTheLink() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), new RecordedLinks());

    Link link = node.dial(there.name(), TestNodes.TIMEOUT).get(10, TimeUnit.SECONDS);

    assertThat(node.links()).containsExactly(link);
    assertThat(node.dial(there.name(), TestNodes.TIMEOUT))
        .as("to be linked already is success, at once")
        .isCompletedWithValue(link);
  }

  @Test
  void whoDoesNotWaitIsToldOfTheFailure() throws Exception {
    assertThat(failure(node.dial(TestNodes.name("nobody"), TestNodes.TIMEOUT)))
        .isEqualTo(ConnectFailure.NAME_NOT_REGISTERED);
    assertThat(failure(node.dial(RawPeer.silent(nodes).name(), Duration.ofMillis(300))))
        .as("within its timeout")
        .isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
    assertThatThrownBy(() -> node.dial("nobody", TestNodes.TIMEOUT))
        .isInstanceOf(ConnectFailedException.class);
    assertThatThrownBy(() -> node.dialAt("b@127.0.0.1", TestNodes.TIMEOUT))
        .as("a node that calls others by address")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsToldAndWhoWaitsShareADialWhichEndsWhenTheLastHasLeft() throws Exception {
    CompletableFuture<Socket> introduced = new CompletableFuture<>();
    RawPeer silent = silent(introduced);
    CompletableFuture<Link> first = node.dial(silent.name(), Duration.ofMinutes(5));
    Socket dialled = introduced.get(10, TimeUnit.SECONDS);
    CompletableFuture<Link> second = node.dial(silent.name(), Duration.ofMinutes(5));
    assertThat(failure(silent.name(), Duration.ofMillis(50)))
        .isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);

    first.cancel(false);
    dialled.setSoTimeout(200);
    assertThatThrownBy(() -> dialled.getInputStream().read())
        .as("somebody still wants the link")
        .isInstanceOf(SocketTimeoutException.class);

    second.cancel(false);
    assertEnded(introduced);
    assertThat(silent.accepted()).as("dials").hasSize(1);
  }

  @Test
  void closingEndsWhatSomebodyIsToBeToldOf() throws Exception {
    CompletableFuture<Socket> introduced = new CompletableFuture<>();
    CompletableFuture<Link> dial = node.dial(silent(introduced).name(), Duration.ofMinutes(5));
    introduced.get(10, TimeUnit.SECONDS);

    node.close();

    assertThat(failure(dial)).isEqualTo(ConnectFailure.NODE_STOPPED);
    assertThat(failure(node.dial("b@127.0.0.1", TestNodes.TIMEOUT)))
        .isEqualTo(ConnectFailure.NODE_STOPPED);
  }

  @Test
  void closingEndsADialUnderWay() throws Exception {
    RawPeer silent = RawPeer.silent(nodes);
    CompletableFuture<ConnectFailure> dial =
        CompletableFuture.supplyAsync(() -> failure(silent.name(), TestNodes.TIMEOUT));
    TestNodes.await("the dial", () -> !silent.accepted().isEmpty());
    node.close();
    assertThat(dial.get(2, TimeUnit.SECONDS)).isEqualTo(ConnectFailure.NODE_STOPPED);
  }

  @Test
  void anInterruptEndsADialAtOnceAndClosesItsSocket() throws Exception {
    CompletableFuture<Socket> introduced = new CompletableFuture<>();
    RawPeer silent = silent(introduced);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    node.connect(silent.name(), Duration.ofMinutes(5));
                    end.completeExceptionally(new AssertionError("a silent peer linked up"));
                  } catch (ConnectFailedException | InterruptedException e) {
                    end.complete(e);
                  }
                });
    introduced.get(10, TimeUnit.SECONDS);

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertEnded(introduced);
  }

  @Test
  void manyCallersShareOneDialAndOneOfThemCanLeave() throws Exception {
    RawPeer silent = RawPeer.silent(nodes);
    List<CompletableFuture<ConnectFailure>> callers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Duration timeout = i == 0 ? Duration.ofSeconds(2) : Duration.ofMillis(300);
      callers.add(
          CompletableFuture.supplyAsync(
              () -> failure(silent.name(), timeout), task -> Thread.ofVirtual().start(task)));
      if (i == 0) {
        TestNodes.await("the dial", () -> !silent.accepted().isEmpty());
      }
    }
    for (CompletableFuture<ConnectFailure> caller : callers) {
      assertThat(caller.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
    }
    assertThat(silent.accepted()).hasSize(1);
  }

  @Test
  void aSilentPeerDelaysNoOther() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), new RecordedLinks());
    RawPeer silent = RawPeer.silent(nodes);
    CompletableFuture<ConnectFailure> slow =
        CompletableFuture.supplyAsync(() -> failure(silent.name(), Duration.ofSeconds(4)));
    TestNodes.await("the dial", () -> !silent.accepted().isEmpty());
    assertThat(node.connect(there.name(), Duration.ofSeconds(2)).peer()).isEqualTo(there.name());
    assertThat(slow).isNotDone();
    assertThat(slow.get(10, TimeUnit.SECONDS)).isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
  }
}
