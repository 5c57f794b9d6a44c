package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class DnsjavaLookupTest extends LoopbackDns {

  @Test
  void anAddressThatIsAnsweredTwiceIsListedOnce() throws Exception {
    server.addresses(APP, "10.0.0.2", "10.0.0.1", "10.0.0.2");
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.2", "10.0.0.1");
  }

  @Test
  void theLeastTtlIsTaken() throws Exception {
    server.script(
        APP,
        DnsScript.records(
            DnsScript.address(APP, 30, "10.0.0.1"), DnsScript.address(APP, 5, "10.0.0.2")));
    assertThat(lookup(APP, RecordType.A))
        .isEqualTo(new Answer(List.of("10.0.0.1", "10.0.0.2"), Duration.ofSeconds(5)));
  }

  @Test
  void anIpv4MappedAddressStaysAnIpv6Address() throws Exception {
    server.addresses(APP, "::ffff:10.0.0.1");
    assertThat(lookup(APP, RecordType.AAAA).addresses()).containsExactly("::ffff:10.0.0.1");
  }

  @Test
  void twoHundredAddressesArriveByTcp() throws Exception {
    List<String> addresses = DnsScript.manyAddresses(200);
    server.addresses(APP, addresses.toArray(String[]::new));
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactlyElementsOf(addresses);
    assertThat(server.tcpQueries()).isEqualTo(1);
  }

  @Test
  void sixtyAddressesFitIntoUdp() throws Exception {
    List<String> addresses = DnsScript.manyAddresses(60);
    server.addresses(APP, addresses.toArray(String[]::new));
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactlyElementsOf(addresses);
    assertThat(server.tcpQueries()).isZero();
  }

  @Test
  void everyLookupAsksTheServer() throws Exception {
    server.addresses(APP, "10.0.0.1");
    DnsjavaLookup lookup = lookup(PATIENT, server);
    lookup.lookup(APP, RecordType.A);
    lookup.lookup(APP, RecordType.A);
    assertThat(server.queries(APP, Type.A)).isEqualTo(2);
  }

  @Test
  void aliasesInTheAnswerAreFollowed() throws Exception {
    server.script(
        APP,
        DnsScript.records(
            DnsScript.cname(APP, 7, "b.svc."),
            DnsScript.cname("b.svc.", 30, "c.svc."),
            DnsScript.address("c.svc.", 30, "10.0.0.1")));
    assertThat(lookup(APP, RecordType.A))
        .isEqualTo(new Answer(List.of("10.0.0.1"), Duration.ofSeconds(7)));
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void anAliasThatTheServerDidNotFollowIsAskedFor() throws Exception {
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    server.addresses("b.svc.", "10.0.0.1");
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void anAliasOfNothingIsNxdomain() throws Exception {
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.NXDOMAIN);
    assertThat(none.detail()).isEqualTo("A b.svc.: " + server.address() + " answered NXDOMAIN");
  }

  @Test
  void anAliasOfANameWithoutThisTypeIsNoData() throws Exception {
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    server.addresses("b.svc.", "10.0.0.1");
    noAnswer(lookup(APP, RecordType.AAAA), Reason.NO_DATA);
  }

  @Test
  void aLoopOfAliasesIsAFailure() throws Exception {
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    server.script("b.svc.", DnsScript.alias("b.svc.", APP));
    noAnswer(lookup(APP, RecordType.A), Reason.SERVFAIL);
  }

  @Test
  void anEndlessChainOfAliasesIsAFailureAfterSixteen() throws Exception {
    for (int i = 0; i < 40; i++) {
      server.script("n" + i + ".svc.", DnsScript.alias("n" + i + ".svc.", "n" + (i + 1) + ".svc."));
    }
    noAnswer(lookup("n0.svc.", RecordType.A), Reason.SERVFAIL);
    assertThat(server.queries()).isEqualTo(17);
  }

  @Test
  void theTargetsOfAServiceAreResolvedInOrder() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-1.svc.", "pod-0.svc.", "pod-1.svc."));
    server.addresses("pod-0.svc.", "10.0.0.1", "fd00::1");
    server.addresses("pod-1.svc.", "10.0.0.2");
    assertThat(lookup(APP, RecordType.SRV).addresses())
        .containsExactly("10.0.0.2", "10.0.0.1", "fd00::1");
    assertThat(server.queries("pod-1.svc.", Type.A)).isEqualTo(1);
  }

  @Test
  void aTargetWhoseAddressIsSentAlongIsNotAskedFor() throws Exception {
    server.script(
        APP,
        DnsScript.services(APP, "pod-0.svc.")
            .with(
                DnsScript.address("pod-0.svc.", 3, "10.0.0.1"),
                DnsScript.address("other.svc.", 1, "10.9.9.9")));
    assertThat(lookup(APP, RecordType.SRV))
        .isEqualTo(new Answer(List.of("10.0.0.1"), Duration.ofSeconds(3)));
    assertThat(server.queries()).isEqualTo(1);
  }

  @Test
  void theAddressesFoundAreKeptWhenAnotherTargetFails() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-0.svc.", "pod-1.svc."));
    server.script("pod-0.svc.", DnsScript.servfail());
    server.addresses("pod-1.svc.", "10.0.0.2");
    assertThat(lookup(APP, RecordType.SRV).addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aFailureOfAllTargetsIsAFailure() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-0.svc.", "pod-1.svc."));
    server.script("pod-1.svc.", DnsScript.servfail());
    NoAnswer none = noAnswer(lookup(APP, RecordType.SRV), Reason.SERVFAIL);
    assertThat(none.detail()).contains("SRV app.svc.", "A pod-1.svc.", "SERVFAIL");
  }

  @Test
  void targetsWithoutAddressesAreNoData() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-0.svc."));
    noAnswer(lookup(APP, RecordType.SRV), Reason.NO_DATA);
  }

  /** RFC 2782: a target of "." means that the service is decidedly not available. */
  @Test
  void theRootAsTargetIsNoData() throws Exception {
    server.script(APP, DnsScript.services(APP, "."));
    noAnswer(lookup(APP, RecordType.SRV), Reason.NO_DATA);
    assertThat(server.queries()).isEqualTo(1);
  }
}
