package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/** In every way in which only a part can be known, it is a part and never the whole. */
class DnsjavaLookupPartTest extends LoopbackDns {

  private static final DnsScript.Zone TWO = DnsScript.addresses(APP, "10.0.0.1", "10.0.0.2");
  private static final DnsScript.Zone ONE = DnsScript.addresses(APP, "10.0.0.1");

  private PartialAnswer part(LookupOutcome outcome, Reason reason) {
    assertThat(outcome).isInstanceOf(PartialAnswer.class);
    PartialAnswer part = (PartialAnswer) outcome;
    assertThat(part.missing().reason()).as(part.missing().detail()).isEqualTo(reason);
    return part;
  }

  @Test
  void anAnswerThatIsCutOverTcpTooIsAPart() throws Exception {
    server.script(APP, new DnsScript.CutShort(ONE));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.TRUNCATED);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
    assertThat(part.missing().detail())
        .isEqualTo("A app.svc.: " + server.address() + " cut its answer short over TCP");
  }

  @Test
  void anEmptyAnswerThatIsCutOverTcpIsNoEmptiness() throws Exception {
    server.script(APP, new DnsScript.CutShort(DnsScript.records()));
    assertThat(noAnswer(lookup(APP, RecordType.A), Reason.TRUNCATED).detail())
        .isEqualTo("A app.svc.: " + server.address() + " cut its answer short over TCP");
  }

  @Test
  void whatCameByUdpIsKeptWhenTcpCutsAllOfIt() throws Exception {
    server.script(APP, DnsScript.cut(TWO, new DnsScript.CutShort(DnsScript.records())));
    assertThat(part(lookup(APP, RecordType.A), Reason.TRUNCATED).addresses()).hasSize(2);
  }

  @Test
  void whatCameByUdpIsKeptWhenTcpIsSilent() throws Exception {
    server.script(APP, DnsScript.cut(TWO, new DnsScript.Drip()));
    PartialAnswer part = part(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(part.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(part.missing().detail())
        .contains(
            server.address() + " answered by UDP, truncated, and not by TCP",
            "did not answer within 500 ms");
  }

  @Test
  void whatCameByUdpIsKeptWhenTcpHangsUp() throws Exception {
    server.script(APP, DnsScript.cut(TWO, new DnsScript.HangUp()));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(part.missing().detail()).contains("by UDP, truncated", "closed the TCP connection");
  }

  @Test
  void whatCameByUdpIsKeptWhenTcpIsShut() throws Exception {
    server.script(APP, DnsScript.cut(TWO, DnsScript.silence()));
    server.shutTcp();
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(part.missing().detail())
        .contains("by UDP, truncated, and not by TCP", "no TCP connection to " + server.address());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 12})
  void whatCameByUdpIsKeptWhenTcpSendsAStump(int bytes) throws Exception {
    server.script(
        APP, DnsScript.cut(TWO, new DnsScript.Edited(TWO, all -> Arrays.copyOf(all, bytes))));
    assertThat(part(lookup(SHORT, server).lookup(APP, RecordType.A)).addresses())
        .containsExactly("10.0.0.1", "10.0.0.2");
  }

  private static PartialAnswer part(LookupOutcome outcome) {
    assertThat(outcome).isInstanceOf(PartialAnswer.class);
    return (PartialAnswer) outcome;
  }

  @Test
  void whatCameByUdpIsKeptWhenTcpHasAnErrorCode() throws Exception {
    server.script(APP, DnsScript.cut(TWO, DnsScript.servfail()));
    assertThat(part(lookup(APP, RecordType.A), Reason.SERVFAIL).addresses()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("denials")
  void tcpDoesNotDenyWhatUdpHasShown(DnsScript denial) throws Exception {
    server.script(APP, DnsScript.cut(TWO, denial));
    assertThat(part(lookup(APP, RecordType.A)).addresses()).hasSize(2);
  }

  @Test
  void aPartHasItsOwnReason() throws Exception {
    server.script(APP, DnsScript.cut(ONE, new DnsScript.HangUp()));
    second.script(APP, DnsScript.refused());
    DnsjavaLookup lookup = lookup(PATIENT, server, second);
    PartialAnswer part = part(lookup.lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.missing().detail()).contains(second.address() + " answered REFUSED");
  }

  @Test
  void theNextServerMayHaveTheWhole() throws Exception {
    server.script(APP, DnsScript.cut(ONE, new DnsScript.HangUp()));
    second.script(APP, TWO);
    assertThat(lookup(PATIENT, server, second).lookup(APP, RecordType.A))
        .isInstanceOf(Answer.class)
        .extracting(LookupOutcome::addresses)
        .isEqualTo(List.of("10.0.0.1", "10.0.0.2"));
  }

  @ParameterizedTest
  @MethodSource("denials")
  void theNextServerDoesNotDenyWhatTheFirstHasShown(DnsScript denial) throws Exception {
    server.script(APP, DnsScript.cut(ONE, new DnsScript.HangUp()));
    second.script(APP, denial);
    PartialAnswer part = part(lookup(PATIENT, server, second).lookup(APP, RecordType.A));
    assertThat(part.addresses()).containsExactly("10.0.0.1");
    assertThat(part.missing().detail()).contains(second.address() + " knows no such record");
  }

  static List<DnsScript> denials() {
    return List.of(DnsScript.nxdomain(), DnsScript.noData());
  }

  @Test
  void aliasesThatWereCutAreFollowedByAQuestionOfTheirOwn() throws Exception {
    server.script(APP, new DnsScript.CutShort(DnsScript.alias(APP, "b.svc.")));
    server.addresses("b.svc.", "10.0.0.1");
    assertThat(lookup(APP, RecordType.A)).isInstanceOf(Answer.class);
  }

  @Test
  void aPartBehindAnAliasIsAPart() throws Exception {
    server.script(APP, DnsScript.alias(APP, "b.svc."));
    server.script("b.svc.", new DnsScript.CutShort(DnsScript.addresses("b.svc.", "10.0.0.1")));
    assertThat(part(lookup(APP, RecordType.A), Reason.TRUNCATED).addresses())
        .containsExactly("10.0.0.1");
  }

  /** The bytes of an A record's data length, in an answer of one name and one address. */
  private static final int LENGTH_AT = 12 + 9 + 4 + 2 + 2 + 2 + 4;

  private static final UnaryOperator<byte[]> BAD_LENGTH =
      all -> {
        byte[] bytes = all.clone();
        int end = bytes.length; // the last record is an address of four bytes: now of three
        return ByteBuffer.wrap(Arrays.copyOf(bytes, end - 1))
            .putShort(end - 4 - 2, (short) 3)
            .array();
      };

  @Test
  void aRecordThatCannotBeReadLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, BAD_LENGTH));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
    assertThat(part.missing().detail())
        .contains(server.address() + " sent a damaged answer", "record 2");
  }

  @Test
  void aRecordThatCannotBeReadHidesNoLaterOne() throws Exception {
    UnaryOperator<byte[]> edit =
        all -> ByteBuffer.wrap(all.clone()).put(LENGTH_AT - 7, (byte) Type.AAAA).array();
    server.script(APP, new DnsScript.Edited(TWO, edit));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aCountOfMoreRecordsThanThereAreLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(65_535)));
    assertThat(part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR).addresses()).hasSize(2);
  }

  @Test
  void aCountOfFewerRecordsThanThereAreLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(1)));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aCountOfNoneBeforeRecordsIsNoEmptiness() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(0)));
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  @Test
  void anAnswerThatEndsWithinARecordIsAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, all -> Arrays.copyOf(all, all.length - 2)));
    assertThat(part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR).addresses())
        .containsExactly("10.0.0.1");
  }

  private static UnaryOperator<byte[]> counts(int answers) {
    return all -> ByteBuffer.wrap(all.clone()).putShort(6, (short) answers).array();
  }

  /** An extended error code (RFC 6891, section 6.1.3) looks like NOERROR to who overlooks it. */
  @Test
  void anExtendedErrorCodeIsNoEmptiness() throws Exception {
    server.script(
        APP,
        new DnsScript.Edited(
            DnsScript.noData(),
            all -> {
              ByteBuffer with = ByteBuffer.allocate(all.length + 11).put(all);
              with.put((byte) 0).putShort((short) Type.OPT).putShort((short) 1232);
              with.put((byte) 1).put((byte) 0).putShort((short) 0).putShort((short) 0);
              return with.putShort(10, (short) 1).array();
            }));
    noAnswer(lookup(APP, RecordType.A), Reason.REFUSED);
  }

  @Test
  void aServiceOfWhichOneTargetFailsIsAPart() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-0.svc.", "pod-1.svc."));
    server.script("pod-0.svc.", DnsScript.servfail());
    server.addresses("pod-1.svc.", "10.0.0.2");
    PartialAnswer part = part(lookup(APP, RecordType.SRV), Reason.SERVFAIL);
    assertThat(part.addresses()).containsExactly("10.0.0.2");
    assertThat(part.missing().detail()).contains("SRV app.svc.", "A pod-0.svc.");
  }

  @Test
  void aServiceOfWhichOneFamilyFailsIsAPart() throws Exception {
    server.script(APP, DnsScript.services(APP, "pod-0.svc."));
    server.addresses("pod-0.svc.", "10.0.0.1");
    server.script("pod-0.svc.", Type.AAAA, DnsScript.servfail());
    assertThat(part(lookup(APP, RecordType.SRV), Reason.SERVFAIL).addresses())
        .containsExactly("10.0.0.1");
  }

  @Test
  void aServiceWhoseTargetsWereCutIsAPart() throws Exception {
    server.script(APP, new DnsScript.CutShort(DnsScript.services(APP, "pod-0.svc.")));
    server.addresses("pod-0.svc.", "10.0.0.1");
    assertThat(part(lookup(APP, RecordType.SRV), Reason.TRUNCATED).addresses())
        .containsExactly("10.0.0.1");
  }

  @Test
  void aServiceWithoutTimeForAllItsTargetsIsAPart() throws Exception {
    Duration share = Duration.ofMillis(1200);
    server.script(
        APP,
        DnsScript.services(APP, "pod-0.svc.", "pod-1.svc.", "pod-2.svc.")
            .with(DnsScript.address("pod-0.svc.", 3, "10.0.0.1")));
    server.script(
        "pod-1.svc.", new DnsScript.After(share, DnsScript.addresses("pod-1.svc.", "10.0.0.2")));
    server.addresses("pod-2.svc.", "10.0.0.3");
    DnsjavaLookup lookup = lookup(Duration.ofSeconds(2), server);
    PartialAnswer part = part(lookup.lookup(APP, RecordType.SRV), Reason.TIMEOUT);
    assertThat(part.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
    assertThat(part.missing().detail()).contains("pod-2.svc.", "the lookup's 2000 ms are over");
  }

  /** Caches send along what they happen to hold; only the zone's own server holds all. */
  @Test
  void ofATargetThatACacheSentAlongInPartTheOtherFamilyIsAskedFor() throws Exception {
    server.script(
        APP,
        new DnsScript.Edited(
            DnsScript.services(APP, "pod-0.svc.")
                .with(DnsScript.address("pod-0.svc.", 3, "10.0.0.1")),
            all -> ByteBuffer.wrap(all.clone()).putShort(2, (short) 0x8180).array()));
    server.addresses("pod-0.svc.", "10.0.0.1", "fd00::1");
    assertThat(lookup(APP, RecordType.SRV).addresses()).containsExactly("10.0.0.1", "fd00::1");
    assertThat(server.queries("pod-0.svc.", Type.A)).isZero();
  }

  /** A server leaves out what does not fit, and need not say so (RFC 2181, section 9). */
  @Test
  void ofATargetInAFullAnswerTheOtherFamilyIsAskedFor() throws Exception {
    List<String> pods = DnsScript.manyAddresses(32);
    server.script(
        APP,
        DnsScript.services(
                APP,
                pods.stream().map(p -> "p" + p.replace('.', '-') + ".svc.").toArray(String[]::new))
            .with(DnsScript.address("p10-1-0-0.svc.", 3, "10.1.0.0")));
    server.addresses("p10-1-0-0.svc.", "10.1.0.0", "fd00::1");
    assertThat(lookup(APP, RecordType.SRV).addresses()).containsExactly("10.1.0.0", "fd00::1");
  }

  @Test
  void ofACutAnswerNothingThatWasSentAlongIsTakenForAll() throws Exception {
    server.script(
        APP,
        new DnsScript.CutShort(
            DnsScript.services(APP, "pod-0.svc.")
                .with(DnsScript.address("pod-0.svc.", 3, "10.0.0.1"))));
    server.addresses("pod-0.svc.", "10.0.0.1", "10.0.0.2");
    assertThat(part(lookup(APP, RecordType.SRV)).addresses())
        .containsExactly("10.0.0.1", "10.0.0.2");
  }

  /** The name of the nearer domain may be another cluster's, which nobody could ask for. */
  @Test
  void anAnswerBehindAFailureOfANearerDomainIsAPart() throws Exception {
    resolvConf("search shop.svc svc");
    server.script("app.shop.svc.", DnsScript.servfail());
    server.addresses("app.svc.", "10.0.0.1");
    PartialAnswer part = part(lookup("app", RecordType.A), Reason.SERVFAIL);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
    assertThat(part.missing().detail()).contains("app.shop.svc.", "[app.shop.svc., app.svc.]");
  }

  @Test
  void aResolvConfThatIsGoneForAMomentStillHolds() throws Exception {
    resolvConf("search svc");
    server.addresses(APP, "10.0.0.1");
    DnsjavaLookup lookup = lookup(PATIENT, server);
    assertThat(lookup.lookup("app", RecordType.A)).isInstanceOf(Answer.class);
    Files.delete(directory.resolve("resolv.conf"));
    assertThat(lookup.lookup("app", RecordType.A)).isInstanceOf(Answer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"})
  void anAddressThatCanBeNoPeersIsLeftOutAndTold(String address) throws Exception {
    String good = address.contains(":") ? "fd00::1" : "10.0.0.1";
    server.addresses(APP, address, good);
    PartialAnswer part =
        part(
            lookup(APP, address.contains(":") ? RecordType.AAAA : RecordType.A),
            Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly(good);
    assertThat(part.missing().detail()).contains(address + " can be no node's address");
  }

  @Test
  void aTtlOfTooManyBitsIsZero() throws Exception {
    UnaryOperator<byte[]> edit =
        all -> ByteBuffer.wrap(all.clone()).putInt(all.length - 10, -1).array();
    server.script(APP, new DnsScript.Edited(ONE, edit));
    assertThat(lookup(APP, RecordType.A)).isEqualTo(new Answer(List.of("10.0.0.1"), Duration.ZERO));
  }

  @Test
  void recordsOfOtherTypesAreSkippedAndNoDamage() throws Exception {
    server.script(
        APP,
        DnsScript.records(
            DnsScript.address(APP, 3, "10.0.0.1"), DnsScript.cname("other.svc.", 3, "b.svc.")));
    assertThat(lookup(APP, RecordType.A)).isInstanceOf(Answer.class);
  }
}
