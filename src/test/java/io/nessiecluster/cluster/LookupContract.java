package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every {@link Resolver.Lookup} keeps to, the one that asks the DNS and the fake. */
@Timeout(30)
public abstract class LookupContract {

  private static final String NAME = "app.shop.svc.cluster.local.";

  /** The adapter under test. */
  protected abstract Resolver.Lookup lookup();

  /** Lets the world answer so that the lookup comes to this outcome. */
  protected abstract void given(String name, RecordType type, LookupOutcome outcome);

  /** Lets a lookup of the name take longer than this test. */
  protected abstract void givenNoEnd(String name);

  /** How many lookups of the name the world has seen. */
  protected abstract int seen(String name);

  @Test
  void anAnswerHasTheAddressesInOrderAndTheTtl() throws InterruptedException {
    Answer answer = new Answer(List.of("10.0.0.2", "10.0.0.1", "10.0.0.3"), Duration.ofSeconds(17));
    given(NAME, RecordType.A, answer);
    assertThat(lookup().lookup(NAME, RecordType.A)).isEqualTo(answer);
  }

  @Test
  void ipv6AddressesAreCanonical() throws InterruptedException {
    Answer answer = new Answer(List.of("fd00::1", "2001:db8::1:0:0:1"), Duration.ofSeconds(5));
    given(NAME, RecordType.AAAA, answer);
    assertThat(lookup().lookup(NAME, RecordType.AAAA)).isEqualTo(answer);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonToHaveNoAnswerIsToldApart(Reason reason) throws InterruptedException {
    given(NAME, RecordType.A, new NoAnswer(reason, "scripted"));
    LookupOutcome outcome = lookup().lookup(NAME, RecordType.A);
    assertThat(outcome).isInstanceOf(NoAnswer.class);
    assertThat(((NoAnswer) outcome).reason()).isEqualTo(reason);
    assertThat(((NoAnswer) outcome).detail()).isNotBlank().doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NO_DATA", "NXDOMAIN"},
      mode = Mode.EXCLUDE)
  void aPartOfAnAnswerHasItsAddressesAndWhatIsMissing(Reason reason) throws InterruptedException {
    List<String> addresses = List.of("10.0.0.2", "10.0.0.1");
    given(
        NAME,
        RecordType.A,
        new PartialAnswer(addresses, Duration.ofSeconds(17), new NoAnswer(reason, "scripted")));
    LookupOutcome outcome = lookup().lookup(NAME, RecordType.A);
    assertThat(outcome.addresses()).isEqualTo(addresses);
    assertThat(outcome.isFailure()).isTrue();
    assertThat(outcome)
        .isInstanceOfSatisfying(
            PartialAnswer.class,
            part -> {
              assertThat(part.ttl()).isEqualTo(Duration.ofSeconds(17));
              assertThat(part.missing().reason()).isEqualTo(reason);
              assertThat(part.missing().detail()).isNotBlank().doesNotContain("\n");
            });
  }

  @Test
  void anUnknownNameIsNxdomain() throws InterruptedException {
    assertThat(lookup().lookup("nobody.example.", RecordType.A))
        .isInstanceOfSatisfying(
            NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.NXDOMAIN));
  }

  @Test
  void theFailureOfOneTypeLeavesTheOtherItsAnswer() throws InterruptedException {
    given(NAME, RecordType.A, new Answer(List.of("10.0.0.1"), Duration.ofSeconds(30)));
    given(NAME, RecordType.AAAA, new NoAnswer(Reason.SERVFAIL, "scripted"));
    assertThat(lookup().lookup(NAME, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(lookup().lookup(NAME, RecordType.AAAA).isFailure()).isTrue();
  }

  @Test
  void aChangeIsSeenAtOnce() throws InterruptedException {
    given(NAME, RecordType.A, new Answer(List.of("10.0.0.1"), Duration.ofHours(1)));
    assertThat(lookup().lookup(NAME, RecordType.A).addresses()).containsExactly("10.0.0.1");
    given(NAME, RecordType.A, new Answer(List.of("10.0.0.2"), Duration.ofHours(1)));
    assertThat(lookup().lookup(NAME, RecordType.A).addresses()).containsExactly("10.0.0.2");
    given(NAME, RecordType.A, new NoAnswer(Reason.NXDOMAIN, "scripted"));
    assertThat(lookup().lookup(NAME, RecordType.A).addresses()).isEmpty();
  }

  @Test
  void manyThreadsMayAskAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      given("pod-" + i + ".example.", RecordType.A, answer("10.0.1." + i));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<LookupOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String name = "pod-" + i + ".example.";
        outcomes.add(threads.submit(() -> lookup().lookup(name, RecordType.A)));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(outcomes.get(i).get().addresses()).containsExactly("10.0.1." + i);
      }
    }
  }

  @Test
  void anInterruptEndsALookup() throws Exception {
    givenNoEnd(NAME);
    FutureTask<Boolean> interrupted =
        new FutureTask<>(
            () -> {
              try {
                lookup().lookup(NAME, RecordType.A);
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    Thread thread = Thread.ofVirtual().start(interrupted);
    awaitSeen(NAME);
    thread.interrupt();
    assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anInterruptedThreadDoesNotAsk() throws Exception {
    given(NAME, RecordType.A, answer("10.0.0.1"));
    FutureTask<Boolean> interrupted =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              try {
                lookup().lookup(NAME, RecordType.A);
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    Thread.ofVirtual().start(interrupted);
    assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
  }

  private static Answer answer(String address) {
    return new Answer(List.of(address), Duration.ofSeconds(30));
  }

  private void awaitSeen(String name) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (seen(name) == 0) {
      assertThat(System.nanoTime()).as("the lookup reaches the world in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
