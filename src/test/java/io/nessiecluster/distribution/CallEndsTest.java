package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.CallFixture.failure;
import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.CalledPeer.Frame;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that come to no result: they end in time, and nothing of them is left. */
class CallEndsTest {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Term OK = atom("ok");
  private static final int QUEUE_BYTES = NodeLimits.DEFAULT.outboundQueueBytes();

  /** So many of a quarter of the queue are far more than the buffers of the system take. */
  private static final int MANY = 20;

  private CallFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new CallFixture();
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnAnswerACallTimesOutAndALateAnswerIsCounted(CallMethod method) throws Exception {
    Future<Term> call = fixture.call(method, SHORT);
    Frame request = fixture.peer.next();
    assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);
    assertThat(fixture.calls().inFlight()).isZero();

    if (method == CallMethod.REX) {
      fixture.peer.reply(request, OK);
    } else {
      fixture.peer.exit(request, OK);
      assertThat(fixture.peer.next().control()) // nobody waits for the process that was begun late
          .isEqualTo(tuple(integer(20), fixture.caller(), fixture.peer.process(), request.id()));
    }

    TestNodes.await("the late answer", () -> fixture.calls().lateAnswers() == 1);
    assertThat(fixture.calls().failed()).containsEntry(CallFailure.TIMEOUT, 1L);
  }

  @Test
  void aSpawnedCallThatIsGivenUpIsDemonitored() throws Exception {
    Future<Term> call = fixture.call(CallMethod.ERPC, Duration.ofSeconds(1));
    Frame request = fixture.peer.next();
    fixture.peer.send(
        new ControlMessage.SpawnReply(request.id(), fixture.caller(), fixture.peer.process()));

    assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);

    assertThat(fixture.peer.next().control())
        .isEqualTo(tuple(integer(20), fixture.caller(), fixture.peer.process(), request.id()));
  }

  @Test
  void theDeadlineAlsoBoundsTheWaitForAPeerThatDoesNotRead() throws Exception {
    Term args = Term.binary(new byte[QUEUE_BYTES / 4]);
    List<Future<Term>> calls = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      calls.add(fixture.call(CallMethod.REX, Duration.ofMillis(500), args));
    }
    for (Future<Term> call : calls) {
      assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);
    }
    assertThat(fixture.node.links()).as("own calls never lose the link").hasSize(1);
    assertThat(fixture.calls().inFlight()).isZero();
  }

  @Test
  void anInterruptEndsTheWaitForRoomToo() throws Exception {
    Term args = Term.binary(new byte[QUEUE_BYTES / 4]);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(
                              () ->
                                  fixture.node.call(
                                      fixture.peer.name(), "erlang", "abs", List.of(args), TIMEOUT))
                          .isInstanceOf(InterruptedException.class)));
    }
    TestNodes.await("all calls", () -> fixture.calls().inFlight() == MANY);

    callers.forEach(Thread::interrupt);

    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(fixture.calls().inFlight()).isZero();
  }

  @Test
  void argumentsThatNeverFitAreRefusedBeforeAnythingIsSent() {
    Term args = Term.binary(new byte[QUEUE_BYTES / 2]);
    assertThatThrownBy(
            () -> fixture.node.call(fixture.peer.name(), "erlang", "abs", List.of(args), TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes");
    assertThat(fixture.calls().inFlight()).isZero();
    assertThat(fixture.node.links()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theLossOfTheLinkFailsACallInFlight(CallMethod method) throws Exception {
    Future<Term> call = fixture.call(method, TIMEOUT);
    fixture.peer.next();

    fixture.peer.close();

    assertThat(failure(call).failure()).isEqualTo(CallFailure.NODE_LOST);
    assertThat(fixture.node.links()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void closingTheNodeFailsACallInFlight(CallMethod method) throws Exception {
    Future<Term> call = fixture.call(method, TIMEOUT);
    fixture.peer.next();

    fixture.node.close();

    assertThat(failure(call).failure()).isEqualTo(CallFailure.NODE_LOST);
  }
}
