package io.nessiecluster.distribution.call;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@code rpc:rpcify_exception/2} has it. */
class CallAnswerTest {

  private static final Reference ID = new Reference(atom("a@h"), 9, List.of(0, 1, 0));
  private static final Term STACK = list(tuple(atom("m"), atom("f"), integer(1), list()));

  static Stream<Arguments> results() {
    return Stream.of(
        Arguments.of(tuple(ID, atom("return"), atom("ok")), atom("ok")),
        Arguments.of(tuple(ID, atom("throw"), atom("ball")), atom("ball")),
        Arguments.of(
            tuple(ID, atom("return"), tuple(atom("EXIT"), atom("x"))),
            tuple(atom("EXIT"), atom("x"))));
  }

  @ParameterizedTest
  @MethodSource("results")
  void whatIsReturnedOrThrownIsTheResult(Term exit, Term result) {
    assertThat(CallAnswer.ofExit(ID, exit)).isEqualTo(new CallAnswer.Result(result));
  }

  static Stream<Arguments> failures() {
    Term exited = tuple(atom("EXIT"), atom("odd"));
    Reference other = new Reference(atom("a@h"), 9, List.of(0, 2, 0));
    Term forged = tuple(other, atom("return"), atom("ok"));
    return Stream.of(
        Arguments.of(tuple(ID, atom("exit"), atom("odd")), exited),
        Arguments.of(
            tuple(ID, atom("error"), atom("odd"), STACK),
            tuple(atom("EXIT"), tuple(atom("odd"), STACK))),
        Arguments.of(tuple(ID, atom("error"), tuple(atom("erpc"), atom("odd"))), exited),
        Arguments.of(tuple(ID, atom("error"), atom("odd")), exited),
        Arguments.of(tuple(ID, atom("throw"), exited), exited),
        Arguments.of(tuple(ID, atom("return"), tuple(atom("badrpc"), atom("odd"))), atom("odd")),
        Arguments.of(atom("odd"), exited),
        Arguments.of(forged, tuple(atom("EXIT"), forged)),
        Arguments.of(tuple(ID, atom("return")), tuple(atom("EXIT"), tuple(ID, atom("return")))),
        Arguments.of(tuple(), tuple(atom("EXIT"), tuple())));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anyOtherEndIsABadRpc(Term exit, Term reason) {
    assertThat(CallAnswer.ofExit(ID, exit)).isEqualTo(new CallAnswer.BadRpc(reason));
  }

  @Test
  void rexTellsABadRpcByItsResult() {
    assertThat(CallAnswer.ofResult(tuple(atom("badrpc"), tuple(atom("EXIT"), atom("odd")))))
        .isEqualTo(new CallAnswer.BadRpc(tuple(atom("EXIT"), atom("odd"))));
    assertThat(CallAnswer.ofResult(atom("badrpc")))
        .isEqualTo(new CallAnswer.Result(atom("badrpc")));
  }

  @Test
  void theWordOfAReasonIsTheErrorWithoutArguments() {
    Term secret = list(atom("secret"));
    Term stack = list(tuple(atom("m"), atom("f"), secret, list()));
    Term exit = tuple(ID, atom("error"), atom("undef"), stack);
    assertThat(CallAnswer.word(((CallAnswer.BadRpc) CallAnswer.ofExit(ID, exit)).reason()))
        .isEqualTo("undef");
    assertThat(CallAnswer.word(((CallAnswer.BadRpc) CallAnswer.ofExit(ID, secret)).reason()))
        .isEmpty();
  }
}
