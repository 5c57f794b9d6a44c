package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.etf.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of an own node at another own one. */
class ServedCallsTest {

  private final String us = TestNodes.name("us");
  private final String them = TestNodes.name("them");
  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.start(us, LinkListener.none());
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private void answering(CallHandler handler) throws Exception {
    ErlangNode _ =
        nodes.start(them, LinkListener.none(), settings -> settings.withCallHandler(handler));
    Link _ = node.connect(them, TestNodes.TIMEOUT);
  }

  private Term call(CallMethod method, String function, Term... args) throws Exception {
    return node.call(method, them, "demo", function, List.of(args), TestNodes.TIMEOUT);
  }

  private CallFailedException failure(CallMethod method, String function) throws Exception {
    try {
      throw new AssertionError("a result: " + call(method, function));
    } catch (CallFailedException e) {
      return e;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerAnswers(CallMethod method) throws Exception {
    answering(
        (module, function, args) -> {
          Term all =
              Term.tuple(
                  Term.atom(module), Term.atom(function), Term.list(args.toArray(Term[]::new)));
          return function.equals("none") ? Optional.empty() : Optional.of(all);
        });

    assertThat(call(method, "f", Term.integer(1), Term.integer(2)))
        .isEqualTo(
            Term.tuple(
                Term.atom("demo"), Term.atom("f"), Term.list(Term.integer(1), Term.integer(2))));
    CallFailedException undef = failure(method, "none");
    assertThat(undef.failure()).isEqualTo(CallFailure.BAD_RPC);
    assertThat(undef.detail()).endsWith("undef");
  }

  @ParameterizedTest
  @EnumSource
  void aHandlerThatThrowsEndsNoLink(CallMethod method) throws Exception {
    answering(
        (_, function, _) -> {
          if (function.equals("good")) {
            return Optional.of(Term.atom("ok"));
          }
          throw new StackOverflowError();
        });

    assertThat(failure(method, "bad").detail()).endsWith("call_handler_failed");
    assertThat(call(method, "good")).isEqualTo(Term.atom("ok"));
  }

  @Test
  void aNodeWithoutOneRefuses() throws Exception {
    ErlangNode _ = nodes.start(them, LinkListener.none());
    Link _ = node.connect(them, TestNodes.TIMEOUT);

    assertThat(failure(CallMethod.ERPC, "f").failure()).isEqualTo(CallFailure.REFUSED);
  }

  @Test
  void manyCallsAtOnceGetTheirAnswers() throws Exception {
    answering((_, _, args) -> Optional.of(args.getFirst()));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Term>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        CallMethod method = CallMethod.values()[i % 2];
        Term number = Term.integer(i);
        calls.add(threads.submit(() -> call(method, "same", number)));
      }
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i).get(20, TimeUnit.SECONDS)).isEqualTo(Term.integer(i));
      }
    }
  }
}
