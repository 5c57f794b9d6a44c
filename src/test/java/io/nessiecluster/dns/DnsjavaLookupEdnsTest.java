package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Servers from before EDNS (RFC 6891), and boxes in between that drop it. */
class DnsjavaLookupEdnsTest extends LoopbackDns {

  private static final DnsScript.Zone ZONE = DnsScript.addresses(APP, "10.0.0.1");

  private List<Boolean> edns() {
    return server.messages().stream().map((Message m) -> m.getOPT() != null).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
  void aServerThatDoesNotUnderstandEdnsIsAskedWithoutItAndRemembered(int rcode) throws Exception {
    server.script(APP, new DnsScript.ByEdns(new DnsScript.Code(rcode), ZONE));
    DnsjavaLookup lookup = lookup(PATIENT, server);
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(edns()).containsExactly(true, false, false);
  }

  /** FORMERR need not repeat the question (RFC 6891, section 7). */
  @Test
  void anErrorCodeWithoutAQuestionIsUnderstood() throws Exception {
    server.script(
        APP,
        new DnsScript.ByEdns(
            new DnsScript.Edited(
                new DnsScript.Code(Rcode.FORMERR),
                all -> {
                  byte[] header = Arrays.copyOf(all, 12);
                  header[5] = 0;
                  return header;
                }),
            ZONE));
    assertThat(lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aServerThatUnderstandsNothingIsRefusedAndNotRemembered() throws Exception {
    server.script(APP, new DnsScript.Code(Rcode.FORMERR));
    DnsjavaLookup lookup = lookup(PATIENT, server);
    NoAnswer none = noAnswer(lookup.lookup(APP, RecordType.A), Reason.REFUSED);
    assertThat(none.detail()).endsWith(" answered FORMERR");
    lookup.lookup(APP, RecordType.A);
    assertThat(edns()).containsExactly(true, false, true, false);
  }

  @Test
  void silenceToEdnsAloneIsFoundByTheSecondAttemptAndRemembered() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, new DnsScript.ByEdns(DnsScript.silence(), ZONE));
    DnsjavaLookup lookup = lookup(SHORT, server);
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
    assertThat(edns()).containsExactly(true, false, false);
  }

  @Test
  void withOneAttemptSilenceToEdnsIsFoundByTheNextLookup() throws Exception {
    server.script(APP, new DnsScript.ByEdns(DnsScript.silence(), ZONE));
    DnsjavaLookup lookup = lookup(SHORT, server);
    noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    assertThat(lookup.lookup(APP, RecordType.A).addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aServerThatWasAwayIsAskedWithEdnsAgain() throws Exception {
    resolvConf("options attempts:2");
    server.script(APP, DnsScript.silence());
    DnsjavaLookup lookup = lookup(SHORT, server);
    noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    server.script(APP, ZONE);
    lookup.lookup(APP, RecordType.A);
    assertThat(edns()).containsExactly(true, false, true);
  }

  /** A packet was lost, and no EDNS: without it many addresses go by TCP, which may be shut. */
  @Test
  void whatSilenceTaughtIsForgottenWhenItCostsAnAnswer() throws Exception {
    DnsjavaLookup lookup = lookup(SHORT, server);
    server.script(APP, DnsScript.silence());
    noAnswer(lookup.lookup(APP, RecordType.A), Reason.TIMEOUT);
    String[] sixty = DnsScript.manyAddresses(60).toArray(String[]::new);
    String[] twenty = Arrays.copyOf(sixty, 20);
    server.script(
        APP,
        new DnsScript.ByEdns(
            DnsScript.addresses(APP, sixty),
            DnsScript.cut(DnsScript.addresses(APP, twenty), new DnsScript.HangUp())));
    assertThat(lookup.lookup(APP, RecordType.A).code()).isEqualTo("partial");
    assertThat(lookup.lookup(APP, RecordType.A).code()).isEqualTo("answer");
    assertThat(edns()).containsExactly(true, false, false, true);
  }
}
