package io.nessiecluster.distribution.call;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallTableTest {

  private static final Pid CALLER = new Pid(atom("a@h"), 1, 0, 9);
  private static final Pid PROCESS = new Pid(atom("b@h"), 77, 0, 3);
  private static final CallAnswer OK = new CallAnswer.Result(atom("ok"));

  private final AtomicInteger lateAnswers = new AtomicInteger();
  private final CallTable calls = new CallTable(CALLER, lateAnswers::incrementAndGet);

  private static Reference id(int n) {
    return new Reference(atom("a@h"), 9, List.of(0, n, 0));
  }

  @Test
  void anAnswerCompletesItsCallAndNoOther() {
    PendingCall one = calls.open(id(1));
    PendingCall two = calls.open(id(2));

    calls.received(tuple(id(2), atom("ok")));

    assertThat(two.answer()).isCompletedWithValue(OK);
    assertThat(one.answer()).isNotDone();
    assertThat(calls.size()).isEqualTo(1);
  }

  @Test
  void theEndOfTheProcessAnswersASpawnedCall() {
    PendingCall call = calls.open(id(1));

    assertThat(calls.replied(id(1), PROCESS)).isTrue();
    assertThat(call.process()).isEqualTo(PROCESS);
    Term exit = tuple(id(1), atom("return"), atom("ok"));
    calls.ended(new ControlMessage.MonitorPExit(PROCESS, CALLER, id(1), exit));

    assertThat(call.answer()).isCompletedWithValue(OK);
  }

  @Test
  void aRefusedSpawnFailsItsCall() {
    PendingCall call = calls.open(id(1));

    assertThat(calls.replied(id(1), atom("system_limit"))).isTrue();

    assertThat(call.answer()).isCompletedWithValue(new CallAnswer.Refused(atom("system_limit")));
  }

  @Test
  void whatComesForACallThatWasGivenUpIsCountedAndDropped() {
    PendingCall call = calls.open(id(1));
    calls.abandon(call);

    assertThat(calls.replied(id(1), PROCESS)).as("somebody waits").isFalse();
    calls.received(tuple(id(1), atom("ok")));
    calls.received(tuple(id(1), atom("ok")));

    assertThat(call.answer()).isNotDone();
    assertThat(lateAnswers).hasValue(2);
  }

  @Test
  void otherMessagesAreNoAnswers() {
    PendingCall call = calls.open(id(1));

    calls.received(atom("ok"));
    calls.received(tuple(id(1)));
    calls.received(tuple(atom("ok"), id(1)));

    assertThat(call.answer()).isNotDone();
    assertThat(lateAnswers).hasValue(0);
  }

  @Test
  void theTableIsBounded() {
    for (int i = 0; i < CallTable.MAX_IN_FLIGHT; i++) {
      assertThat(calls.open(id(i)).answer()).isNotDone();
    }

    assertThat(calls.open(id(-1)).answer())
        .isCompletedWithValue(new CallAnswer.Overloaded(CallTable.MAX_IN_FLIGHT));

    assertThat(calls.size()).isEqualTo(CallTable.MAX_IN_FLIGHT);
    calls.received(tuple(id(0), atom("ok")));
    assertThat(calls.open(id(-1)).answer()).isNotDone();
  }

  @Test
  void theLossOfTheLinkFailsAllCallsAndThoseToCome() {
    PendingCall before = calls.open(id(1));

    calls.close("nothing heard");

    assertThat(before.answer()).isCompletedWithValue(new CallAnswer.LinkLost("nothing heard"));
    assertThat(calls.open(id(2)).answer())
        .isCompletedWithValue(new CallAnswer.LinkLost("nothing heard"));
    assertThat(calls.size()).isZero();
  }
}
