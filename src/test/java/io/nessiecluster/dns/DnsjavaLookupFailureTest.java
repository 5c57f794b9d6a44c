package io.nessiecluster.dns;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsjavaLookupFailureTest extends LoopbackDns {

  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP, Rcode.NOTAUTH})
  void anErrorCodeOfAnotherKindIsRefusedAndNamed(int rcode) throws Exception {
    server.script(APP, new DnsScript.Code(rcode));
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.REFUSED);
    assertThat(none.detail()).endsWith(" answered " + Rcode.string(rcode));
  }

  @Test
  void aServerWithoutAuthorityAndRecursionKnowsNothing() throws Exception {
    server.script(APP, new DnsScript.Referral());
    noAnswer(lookup(APP, RecordType.A), Reason.REFUSED);
  }

  @Test
  void theDetailNamesQuestionServerAndWhatWasSeen() throws Exception {
    server.script(APP, DnsScript.servfail());
    assertThat(lookup(APP, RecordType.A))
        .isEqualTo(
            new NoAnswer(
                Reason.SERVFAIL, "A app.svc.: " + server.address() + " answered SERVFAIL"));
  }

  @Test
  void garbageIsANetworkError() throws Exception {
    server.script(APP, DnsScript.garbage());
    NoAnswer none = noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(none.detail())
        .startsWith("A app.svc.: " + server.address() + " sent what is no answer");
  }

  @Test
  void noBytesBreakTheLookup() throws Exception {
    DnsjavaLookup lookup = lookup(Duration.ofMillis(20), server); // some are answers to others
    DnsScript.Zone zone =
        DnsScript.services(APP, "pod-0.svc.").with(DnsScript.address("pod-0.svc.", 3, "10.0.0.1"));
    for (int seed = 0; seed < 500; seed++) {
      server.script(APP, new DnsScript.Mangled(zone, seed));
      LookupOutcome outcome = lookup.lookup(APP, RecordType.SRV);
      assertThat(outcome).as("seed %d", seed).isNotNull();
      if (outcome instanceof NoAnswer none) {
        assertThat(none.detail()).as("seed %d", seed).isNotBlank().doesNotContain("\n");
      }
    }
    eventually("all have come", () -> server.queries(APP, Type.SRV) >= 500); // some after its time
  }

  @Test
  void anAnswerToAnotherIdIsANetworkError() throws Exception {
    server.script(APP, new DnsScript.WrongId());
    noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  @Test
  void anAnswerToAnotherQuestionIsANetworkError() throws Exception {
    server.script(APP, new DnsScript.WrongQuestion());
    noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  @Test
  void recordsOfAnotherNameAreANetworkErrorAndNoEmptiness() throws Exception {
    server.script(APP, DnsScript.addresses("other.svc.", "10.0.0.1"));
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(none.detail()).contains("answered what was not asked");
  }

  @Test
  void aClosedPortIsANetworkErrorAtOnce() throws Exception {
    DnsServer nobody = nobody();
    NoAnswer none =
        noAnswer(
            lookup(Duration.ofMinutes(1), nobody).lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(none.detail()).isEqualTo("A app.svc.: nothing listens at " + nobody);
    assertThat(none.reason().hint()).contains("no CoreDNS pod behind the Service's address");
  }

  @Test
  void silenceIsATimeoutWithinItsBound() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, DnsScript.silence());
    long start = System.nanoTime();
    NoAnswer none = noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertThat(taken).isBetween(SHORT.multipliedBy(2), SHORT.multipliedBy(2).plusSeconds(2));
    assertThat(none.detail()).contains(server.address() + " did not answer within 500 ms");
    assertThat(server.queries(APP, Type.A)).isEqualTo(2);
  }

  @Test
  void aDrippingServerIsATimeout() throws Exception {
    server.script(APP, new DnsScript.Drip());
    noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(server.tcpQueries()).isEqualTo(1);
  }

  /** As when the pod behind a Service's address is gone: its connection stays mute for ever. */
  @Test
  void aStuckTcpConnectionDoesNotSpoilTheNextLookup() throws Exception {
    server.script(APP, new DnsScript.Drip());
    noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
    List<String> addresses = DnsScript.manyAddresses(200);
    server.addresses(APP, addresses.toArray(String[]::new));
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactlyElementsOf(addresses);
  }

  @Test
  void aServerThatClosesItsTcpConnectionIsANetworkError() throws Exception {
    server.script(APP, new DnsScript.HangUp());
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(none.detail()).contains("closed the TCP connection");
  }

  @Test
  void aLateAnswerIsATimeout() throws Exception {
    server.script(
        APP, new DnsScript.After(Duration.ofSeconds(20), DnsScript.addresses(APP, "10.0.0.1")));
    noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
  }

  @Test
  void whenTheTimeOfTheLookupIsOverNothingMoreIsAsked() throws Exception {
    Duration share = Duration.ofMillis(1200);
    server.script(APP, new DnsScript.After(share, DnsScript.alias(APP, "b.svc.")));
    server.script("b.svc.", new DnsScript.After(share, DnsScript.alias("b.svc.", "c.svc.")));
    DnsjavaLookup lookup = lookup(Duration.ofSeconds(2), server);
    NoAnswer none = noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(none.detail()).isEqualTo("A c.svc.: the lookup's 2000 ms are over");
    assertThat(server.queries()).isEqualTo(2);
  }

  @Test
  void aShorterTimeoutOfResolvConfWins() throws Exception {
    resolvConf("options attempts:1 timeout:1");
    server.script(APP, DnsScript.silence());
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(none.detail()).contains("within 1000 ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", ".a", "\u540d.svc", "\\999"})
  void whatIsNoNameIsAFailureAndNotAsked(String name) throws Exception {
    NoAnswer none = noAnswer(lookup(name, RecordType.A), Reason.REFUSED);
    assertThat(none.detail()).startsWith("A '" + name + "': no DNS name");
    assertThat(server.queries()).isZero();
  }

  /** Virtual threads are in the contract; a library's user may have others. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInterruptEndsALookupOfAPlatformThread(boolean tcp) throws Exception {
    server.script(
        APP, tcp ? DnsScript.cut(DnsScript.records(), DnsScript.silence()) : DnsScript.silence());
    DnsjavaLookup lookup = lookup(Duration.ofMinutes(1), server);
    FutureTask<LookupOutcome> task = new FutureTask<>(() -> lookup.lookup(APP, RecordType.A));
    Thread thread = Thread.ofPlatform().start(task);
    while (tcp ? server.tcpQueries() == 0 : server.queries() == 0) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
  }
}
