package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of an answer that is cut short, what came is a part and never the whole. */
class DnsjavaLookupCutTest extends LoopbackDns {

  private static final DnsScript.Zone TWO = DnsScript.addresses(APP, "10.0.0.1", "10.0.0.2");
  private static final DnsScript.Zone ONE = DnsScript.addresses(APP, "10.0.0.1");

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
}
