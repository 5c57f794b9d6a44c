package io.nessiecluster.dns;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

class DnsjavaLookupServersTest extends LoopbackDns {

  @Test
  void aSilentServerFallsOverToTheNextAndIsAskedOnceInALookup() throws Exception {
    resolvConf("search a.svc b.svc\noptions ndots:5");
    second.addresses("app.", "10.0.0.1");
    for (String name : List.of("app.a.svc.", "app.b.svc.", "app.")) {
      server.script(name, DnsScript.silence());
    }
    DnsjavaLookup lookup = lookup(Duration.ofSeconds(1), server, second);
    assertThat(lookup.lookup("app", RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(server.queries()).isEqualTo(1);
    assertThat(second.queries()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"2", "5", "4"}) // SERVFAIL, REFUSED, NOTIMP
  void anErrorCodeFallsOverToTheNextServer(int rcode) throws Exception {
    server.script(APP, new DnsScript.Code(rcode));
    second.addresses(APP, "10.0.0.1");
    assertThat(lookup(PATIENT, server, second).lookup(APP, RecordType.A).addresses())
        .containsExactly("10.0.0.1");
  }

  @Test
  void aClosedPortFallsOverToTheNextServer() throws Exception {
    second.addresses(APP, "10.0.0.1");
    assertThat(lookup(PATIENT, nobody(), second.address()).lookup(APP, RecordType.A).addresses())
        .containsExactly("10.0.0.1");
  }

  @Test
  void nxdomainIsKnowledgeAndAsksNoOtherServer() throws Exception {
    second.addresses(APP, "10.0.0.1");
    noAnswer(lookup(PATIENT, server, second).lookup(APP, RecordType.A), Reason.NXDOMAIN);
    assertThat(second.queries()).isZero();
  }

  @Test
  void anErrorCodeSaysMoreThanSilenceAndIsNotAskedForTwice() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, DnsScript.silence());
    second.script(APP, DnsScript.refused());
    NoAnswer none =
        noAnswer(lookup(SHORT, server, second).lookup(APP, RecordType.A), Reason.REFUSED);
    assertThat(none.detail())
        .contains(server.address() + " did not answer", second.address() + " answered REFUSED");
    assertThat(server.queries(APP, Type.A)).isEqualTo(2);
    assertThat(second.queries(APP, Type.A)).isEqualTo(1);
  }

  @Test
  void fiveAttemptsTakeLongerThanTwoAndTheBoundOfALookupKnows() throws Exception {
    resolvConf("options attempts:5");
    server.script(APP, DnsScript.silence());
    second.script(APP, DnsScript.silence());
    Duration timeout = Duration.ofMillis(20);
    long start = System.nanoTime();
    DnsjavaLookup lookup = // by a clock that stands, or a starved machine has no time for all
        lookup(timeout, () -> 0, server.address(), second.address());
    noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    eventually("the last one has come, too", () -> server.queries(APP, Type.A) == 5);
    assertThat(DnsSettings.defaults().withTimeout(timeout).lookupBound())
        .isEqualTo(timeout.multipliedBy(16));
    assertThat(taken).isGreaterThan(timeout.multipliedBy(2 * 2 + 1)); // what was taken for it
  }

  @Test
  void aDroppedPacketIsSentAgain() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(Duration.ofSeconds(1), server);
    var outcome = executor.submit(() -> lookup.lookup(APP, RecordType.A));
    while (server.queries(APP, Type.A) == 0) {
      Thread.onSpinWait();
    }
    server.addresses(APP, "10.0.0.1");
    assertThat(outcome.get().addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aRelativeNameIsFoundUnderTheSearchList() throws Exception {
    resolvConf("search shop.svc svc\noptions ndots:5");
    server.addresses("app.svc.", "10.0.0.1");
    assertThat(lookup("app", RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(server.queries("app.shop.svc.", Type.A)).isEqualTo(1);
    assertThat(server.queries("app.", Type.A)).isZero();
  }

  @Test
  void aTrailingDotMakesOneQuery() throws Exception {
    resolvConf("search shop.svc svc\noptions ndots:5");
    noAnswer(lookup("app.", RecordType.A), Reason.NXDOMAIN);
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void noDataOfOneDomainIsNotHiddenByNxdomainOfTheNext() throws Exception {
    resolvConf("search shop.svc svc");
    server.addresses("app.shop.svc.", "10.0.0.1");
    NoAnswer none = noAnswer(lookup("app", RecordType.AAAA), Reason.NO_DATA);
    assertThat(none.detail()).contains("AAAA app.shop.svc.", "[app.shop.svc., app.svc., app.]");
  }

  @Test
  void servfailOfOneDomainIsNotHiddenByTheNextButAnAnswerWins() throws Exception {
    resolvConf("search shop.svc svc");
    server.script("app.shop.svc.", DnsScript.servfail());
    noAnswer(lookup("app", RecordType.A), Reason.SERVFAIL);
    server.script("app.svc.", DnsScript.noData());
    noAnswer(lookup("app", RecordType.A), Reason.SERVFAIL);
    server.addresses("app.", "10.0.0.1");
    assertThat(lookup("app", RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aTimeoutEndsTheSearch() throws Exception {
    resolvConf("search shop.svc svc\noptions attempts:1");
    server.script("app.shop.svc.", DnsScript.silence());
    server.addresses("app.svc.", "10.0.0.1");
    noAnswer(lookup(SHORT, server).lookup("app", RecordType.A), Reason.TIMEOUT);
    assertThat(server.queries("app.svc.", Type.A)).isZero();
  }

  /** An IPv4 cluster whose upstream servers are out of reach: AAAA must not fail for that. */
  @Test
  void noDataOfANearDomainIsNotHiddenByTheFailureOfAFartherOne() throws Exception {
    resolvConf("search shop.svc upstream.example");
    server.addresses("app.shop.svc.", "10.0.0.1");
    server.script("app.upstream.example.", DnsScript.refused());
    noAnswer(lookup("app", RecordType.AAAA), Reason.NO_DATA);
  }

  @Test
  void aSearchDomainThatMakesTheNameTooLongIsLeftOut() throws Exception {
    resolvConf("search " + "long-label.".repeat(22) + "svc");
    String name = "a-name-of-some-length";
    server.addresses(name + ".", "10.0.0.1");
    assertThat(lookup(name, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void aChangedResolvConfHoldsForTheNextLookup() throws Exception {
    server.addresses("app.svc.", "10.0.0.1");
    DnsjavaLookup lookup = lookup(PATIENT, server);
    noAnswer(lookup.lookup("app", RecordType.A), Reason.NXDOMAIN);
    resolvConf("search svc");
    assertThat(lookup.lookup("app", RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aMissingResolvConfIsSaidInTheDetail() throws Exception {
    Files.delete(directory.resolve("resolv.conf"));
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.NXDOMAIN);
    assertThat(none.detail()).endsWith("resolv.conf could not be read (NoSuchFileException)");
  }

  @Test
  void withoutServersThoseOfResolvConfAreAsked() throws Exception {
    // port 53 of this address is nobody's; that it was asked is what matters
    resolvConf("nameserver 127.0.53.53\noptions attempts:1");
    NoAnswer none = (NoAnswer) lookup(SHORT, new DnsServer[0]).lookup(APP, RecordType.A);
    assertThat(none.isFailure()).isTrue();
    assertThat(none.detail()).contains("127.0.53.53:53");
  }
}
