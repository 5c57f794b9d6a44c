package io.nessiecluster.dns;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one lookup learns of the servers serves the next. */
class DnsjavaLookupMemoryTest extends LoopbackDns {

  private final AtomicLong later = new AtomicLong();
  private Executor tries = Runnable::run;

  @BeforeEach
  void bothKnowTheName() {
    server.addresses(APP, "10.0.0.1");
    second.addresses(APP, "10.0.0.2");
  }

  private DnsjavaLookup lookup(TestDnsServer first, TestDnsServer next) {
    return new DnsjavaLookup(
        settings(SHORT, first.address(), next.address()),
        () -> System.nanoTime() + later.get(),
        attempt -> tries.execute(attempt));
  }

  @Test
  void aDeadFirstServerCostsItsTimeOnceAndNotInEveryRound() throws Exception {
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    for (int round = 0; round < 3; round++) {
      assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
    }
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void aDeadFirstServerIsTriedAgainBesideALookupWhichDoesNotWaitForIt() throws Exception {
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    lookup.lookup(APP, RecordType.A);
    CountDownLatch answered = new CountDownLatch(1);
    AtomicInteger triedBefore = new AtomicInteger();
    tries =
        attempt -> {
          triedBefore.incrementAndGet();
          executor.execute(
              () -> {
                await(answered); // it would wait for ever if the lookup waited for it
                attempt.run();
              });
        };
    for (int i = 0; i < 3; i++) {
      later.addAndGet(Duration.ofSeconds(10).toNanos());
      assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
    }
    answered.countDown();
    eventually("it is tried again", () -> server.queries() == 2);
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
    assertThat(triedBefore).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFirstServerThatReturnsIsTheFirstAgain() throws Exception {
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    lookup.lookup(APP, RecordType.A);
    server.addresses(APP, "10.0.0.1");
    later.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void whereNobodyCanTryItAgainTheLookupHasItsAnswerAllTheSame() throws Exception {
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    lookup.lookup(APP, RecordType.A);
    tries =
        attempt -> {
          throw new RejectedExecutionException("closed");
        };
    later.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aServerThatIsAskedLastIsAskedAllTheSameWhenTheOtherFails() throws Exception {
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    lookup.lookup(APP, RecordType.A);
    server.addresses(APP, "10.0.0.1");
    second.script(APP, DnsScript.servfail());
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  /** Its failure costs no time, and the order in resolv.conf is somebody's wish. */
  @Test
  void aServerThatRefusesKeepsItsPlace() throws Exception {
    server.script(APP, DnsScript.refused());
    DnsjavaLookup lookup = lookup(server, second);
    lookup.lookup(APP, RecordType.A);
    lookup.lookup(APP, RecordType.A);
    assertThat(server.queries()).isEqualTo(2);
  }

  @Test
  void withRotateTheServersTakeTurns() throws Exception {
    resolvConf("options rotate attempts:1");
    DnsjavaLookup lookup = lookup(server, second);
    for (int i = 0; i < 6; i++) {
      lookup.lookup(APP, RecordType.A);
    }
    assertThat(server.queries()).isEqualTo(3);
    assertThat(second.queries()).isEqualTo(3);
  }

  @Test
  void withRotateADeadServerIsAskedLastToo() throws Exception {
    resolvConf("options rotate attempts:1");
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(server, second);
    for (int i = 0; i < 6; i++) {
      assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2");
    }
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void withUseVcTheFirstQuestionGoesByTcp() throws Exception {
    resolvConf("options use-vc");
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(server.tcpQueries()).isEqualTo(1);
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void withUseVcACutAnswerIsAPart() throws Exception {
    resolvConf("options use-vc");
    server.script(APP, new DnsScript.CutShort(DnsScript.addresses(APP, "10.0.0.1")));
    assertThat(lookup(APP, RecordType.A).code()).isEqualTo("partial");
    server.script(APP, new DnsScript.HangUp());
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }
}
