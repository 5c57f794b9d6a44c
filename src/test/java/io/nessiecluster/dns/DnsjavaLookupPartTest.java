package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Where one of several questions has no whole answer, all that came is a part. */
class DnsjavaLookupPartTest extends LoopbackDns {

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
}
