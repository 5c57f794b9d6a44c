package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

@Timeout(30)
class DnsjavaLookupTest {

  private static final String APP = "app.svc.";
  private static final Duration PATIENT = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final TestDnsServer server = TestDnsServer.start();
  private final TestDnsServer second = TestDnsServer.start();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private @TempDir Path directory;

  @BeforeEach
  void searchNothing() throws IOException {
    resolvConf("options attempts:1");
  }

  @AfterEach
  void close() {
    server.close();
    second.close();
    executor.close();
  }

  // what an answer holds

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

  // aliases

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

  // SRV

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

  // failures

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
    NoAnswer none = noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(none.detail())
        .startsWith("A app.svc.: " + server.address() + " sent what is no answer");
  }

  @Test
  void anAnswerToAnotherIdIsANetworkError() throws Exception {
    server.script(APP, new DnsScript.WrongId());
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  @Test
  void anAnswerToAnotherQuestionIsANetworkError() throws Exception {
    server.script(APP, new DnsScript.WrongQuestion());
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
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
  }

  @Test
  void silenceIsATimeoutWithinItsBound() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, DnsScript.silence());
    long start = System.nanoTime();
    NoAnswer none = noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    assertThat(taken).isBetween(SHORT.multipliedBy(2), SHORT.multipliedBy(2).plusSeconds(2));
    assertThat(none.detail()).contains(server.address() + " did not answer within 200 ms");
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
    AtomicLong clock = new AtomicLong();
    DnsSettings settings = settings(PATIENT, server.address());
    DnsjavaLookup lookup =
        new DnsjavaLookup(settings, executor, () -> clock.getAndAdd(PATIENT.toNanos() / 2));
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    server.script("b.svc.", DnsScript.alias("b.svc.", "c.svc."));
    NoAnswer none = noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(none.detail()).isEqualTo("A b.svc.: the lookup's 5000 ms are over");
    assertThat(server.queries()).isEqualTo(1);
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

  @Test
  void anExecutorThatTakesNoMoreIsAFailure() throws Exception {
    executor.shutdown();
    server.addresses(APP, "10.0.0.1");
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  // several servers

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

  // search list

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

  private void resolvConf(String text) throws IOException {
    Files.writeString(directory.resolve("resolv.conf"), text);
  }

  private LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    return lookup(PATIENT, server).lookup(name, type);
  }

  private DnsjavaLookup lookup(Duration timeout, TestDnsServer... servers) {
    return lookup(
        timeout, Arrays.stream(servers).map(TestDnsServer::address).toArray(DnsServer[]::new));
  }

  private DnsjavaLookup lookup(Duration timeout, DnsServer... servers) {
    return new DnsjavaLookup(settings(timeout, servers), executor, System::nanoTime);
  }

  private DnsSettings settings(Duration timeout, DnsServer... servers) {
    return new DnsSettings(List.of(servers), timeout, directory.resolve("resolv.conf"));
  }

  private static NoAnswer noAnswer(LookupOutcome outcome, Reason reason) {
    assertThat(outcome).isInstanceOf(NoAnswer.class);
    NoAnswer none = (NoAnswer) outcome;
    assertThat(none.reason()).as(none.detail()).isEqualTo(reason);
    return none;
  }

  /** An address where nothing listens: its port was free a moment ago. */
  private static DnsServer nobody() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
      return new DnsServer(loopback, socket.getLocalPort());
    }
  }
}
