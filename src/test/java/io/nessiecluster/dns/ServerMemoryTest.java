package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerMemoryTest {

  private static final DnsServer A = DnsServer.parse("10.0.0.1");
  private static final DnsServer B = DnsServer.parse("10.0.0.2");
  private static final DnsServer C = DnsServer.parse("10.0.0.3");
  private static final List<DnsServer> ALL = List.of(A, B, C);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a nano source overflows
  private final ServerMemory memory = new ServerMemory(now::get);

  @Test
  void theOrderIsThatOfTheListUntilAServerIsSilent() {
    assertThat(memory.order(ALL, false)).isEqualTo(ALL);
    memory.silent(A);
    assertThat(memory.order(ALL, false)).containsExactly(B, C, A);
    memory.silent(B);
    assertThat(memory.order(ALL, false)).containsExactly(C, A, B);
    memory.silent(C);
    assertThat(memory.order(ALL, false)).isEqualTo(ALL);
  }

  @Test
  void anAnswerGivesTheServerItsPlaceBack() {
    memory.silent(A);
    memory.answered(A);
    assertThat(memory.order(ALL, false)).isEqualTo(ALL);
  }

  @Test
  void aSilentServerStaysTheLastUntilItAnswersAndEveryThirtySecondsOneCallerTriesIt() {
    memory.silent(A);
    assertThat(memory.toTryAgain(ALL)).isEmpty();
    for (int i = 0; i < 3; i++) {
      now.addAndGet(Duration.ofSeconds(30).toNanos());
      assertThat(memory.order(ALL, false)).containsExactly(B, C, A);
      assertThat(memory.toTryAgain(ALL)).containsExactly(A);
      assertThat(memory.toTryAgain(ALL)).isEmpty();
    }
    memory.answered(A);
    now.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(memory.toTryAgain(ALL)).isEmpty();
    assertThat(memory.order(ALL, false)).isEqualTo(ALL);
  }

  @Test
  void theTurnsGoOnAndOn() {
    assertThat(memory.order(ALL, true)).containsExactly(A, B, C);
    assertThat(memory.order(ALL, true)).containsExactly(B, C, A);
    assertThat(memory.order(ALL, true)).containsExactly(C, A, B);
    assertThat(memory.order(ALL, true)).containsExactly(A, B, C);
    memory.silent(B);
    assertThat(memory.order(ALL, true)).containsExactly(C, A, B);
  }

  @Test
  void ednsIsTriedUntilItIsRefusedOrUnanswered() {
    assertThat(memory.takesEdns(A)).isTrue();
    memory.silentTo(A, true);
    assertThat(memory.takesEdns(A)).isFalse();
    memory.silentTo(A, false);
    assertThat(memory.takesEdns(A)).isTrue();
    memory.refusesEdns(A);
    memory.lostByTcp(A);
    assertThat(memory.takesEdns(A)).isFalse();
    assertThat(memory.takesEdns(B)).isTrue();
  }

  /** As when resolv.conf names others again and again: what is forgotten is learnt again. */
  @Test
  void ofMoreServersThanAnyListHasNothingIsKept() {
    memory.silent(A);
    memory.refusesEdns(A);
    for (int i = 0; i < 64; i++) {
      memory.silent(DnsServer.parse("10.1.0." + i));
      memory.refusesEdns(DnsServer.parse("10.1.0." + i));
    }
    assertThat(memory.order(ALL, false)).isEqualTo(ALL);
    assertThat(memory.takesEdns(A)).isTrue();
  }
}
