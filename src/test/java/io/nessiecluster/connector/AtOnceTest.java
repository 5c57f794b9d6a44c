package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.connector.RemoteCall.Asked;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AtOnceTest {

  private static final ThreadFactory THREADS = Thread.ofVirtual().factory();
  private static final int MANY = 9;

  private static List<Asked> many() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> Asked.of(RemoteFunction.WHEREIS, Term.integer(i)))
        .toList();
  }

  @Test
  void noneWaitsForTheAnswerOfAnotherAndAnswersKeepTheirOrder() throws Exception {
    CyclicBarrier allAsked = new CyclicBarrier(MANY);
    RemoteCall member =
        (_, arguments) -> {
          try {
            allAsked.await(20, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new AssertionError("the others are not under way", e);
          }
          return Optional.of(arguments[0]);
        };

    assertThat(new AtOnce(member, THREADS).toAll(many()))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(Term::integer).toList());
  }

  @Test
  void whereOneFailsTheOthersAreGivenUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(MANY);
    CountDownLatch givenUp = new CountDownLatch(MANY - 1);
    MeshCallException failure = new MeshCallException(Reason.REFUSED, "no");
    RemoteCall member =
        (_, arguments) -> {
          asked.countDown();
          try {
            asked.await();
            if (arguments[0].equals(Term.integer(0))) {
              throw failure;
            }
            new CountDownLatch(1).await(); // never answers
          } catch (InterruptedException e) {
            givenUp.countDown();
            throw e;
          }
          return Optional.empty();
        };

    assertThatThrownBy(() -> new AtOnce(member, THREADS).toAll(many())).isSameAs(failure);

    assertThat(givenUp.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatNoMemberDoesIsAFault() {
    RemoteCall broken =
        (_, _) -> {
          throw new IllegalArgumentException("a fault");
        };

    assertThatThrownBy(() -> new AtOnce(broken, THREADS).toAll(many()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a fault");
  }
}
