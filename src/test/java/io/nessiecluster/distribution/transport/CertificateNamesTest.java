package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Printable;
import io.nessiecluster.distribution.TestCertificates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateNamesTest {

  private static CertificateNames names(String... hosts) {
    return new CertificateNames(List.of(hosts), List.of());
  }

  private static CertificateNames addresses(String... literals) {
    return new CertificateNames(
        List.of(), Arrays.stream(literals).map(InetAddress::ofLiteral).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "rabbit-0.nodes.ns.svc.cluster.local, rabbit-0.nodes.ns.svc.cluster.local",
    "Rabbit-0.Nodes.NS.svc, rABBIT-0.nodes.ns.SVC",
    "rabbit-0, rabbit-0", // a short name is a name
    "*.nodes.ns.svc, rabbit-0.nodes.ns.svc",
    "*.local, rabbit-0.local",
    "xn--bcher-kva.example, XN--BCHER-KVA.example", // as A-labels
    "*.example, xn--bcher-kva.example",
  })
  void aHostFitsItsDnsName(String borne, String host) {
    assertThat(names(borne).fits(host)).isTrue();
    assertThat(names("other", borne, "another").fits(host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "rabbit-0.nodes, rabbit-1.nodes",
    "rabbit-0.nodes.ns.svc, rabbit-0", // a short name is another name
    "rabbit-0, rabbit-0.nodes.ns.svc",
    "rabbit-0.nodes, rabbit-0.nodes.", // compared as it is told
    "'', ''",
    "*, rabbit-0", // no label but the wildcard
    "*., rabbit-0.",
    "*.nodes, nodes",
    "*.nodes, .nodes", // for one label, not for none
    "*.nodes, a.b.nodes", // nor for two
    "*.nodes, rabbit-0xnodes",
    "rabbit-*.nodes, rabbit-0.nodes", // a part of a label
    "*-0.nodes, rabbit-0.nodes",
    "rabbit-0.*.svc, rabbit-0.nodes.svc", // not the left-most label
    "*.*.svc, rabbit-0.nodes.svc",
    "rabbit-*.nodes, rabbit-*.nodes", // what is no name fits not even itself
    "xn--bcher-kva.example, bücher.example", // a U-label is not what a host is called by
    "kvm.example, \u212Avm.example", // the sign of Kelvin, whose small letter is k
    "rabbit.example, rabb\u0131t.example", // dotless i, whose capital letter is I
    "10.0.0.1, 10.0.0.1", // an address is no DNS name, whatever BEAMs think
    "*.0.0.1, 10.0.0.1",
    "*.0.0.1, 010.0.0.1",
    "*.0.0.999, 10.0.0.999",
    "::1, ::1",
  })
  void aHostFitsNoOtherDnsName(String borne, String host) {
    assertThat(names(borne).fits(host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "fd00::1, fd00::1",
    "fd00:0:0:0:0:0:0:1, fd00::1",
    "fd00::1, FD00:0000:0::0001",
    "::ffff:10.0.0.1, 10.0.0.1", // the same address, mapped
    "::1, 0:0:0:0:0:0:0:1",
  })
  void anAddressFitsInAnySpelling(String borne, String host) {
    assertThat(addresses("192.0.2.7", borne).fits(host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.2",
    "fd00::1, fd00::2",
    "10.0.0.1, 10.1", // no spelling but the one that node names have
    "::10.0.0.1, 10.0.0.1",
    "10.0.0.1, rabbit-0",
    "10.0.0.1, 10.0.0.1.nodes",
    "fd00::1, fd00::1::",
  })
  void anAddressFitsNoOther(String borne, String host) {
    assertThat(addresses(borne).fits(host)).isFalse();
  }

  @Property
  void everySpellingOfAnIpv6AddressIsThatAddress(
      @ForAll @Size(16) byte[] bytes, @ForAll boolean capitals) throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress(bytes);
    String full =
        IntStream.range(0, 8)
            .mapToObj(i -> "%02x%02x".formatted(bytes[2 * i], bytes[2 * i + 1]))
            .collect(Collectors.joining(":"));
    CertificateNames names = new CertificateNames(List.of(), List.of(address));
    assertThat(names.fits(capitals ? full.toUpperCase(Locale.ROOT) : full)).isTrue();
    assertThat(names.fits(full.replaceAll("(^|:)0{1,3}", "$1"))).isTrue();
    bytes[15]++;
    assertThat(new CertificateNames(List.of(), List.of(InetAddress.getByAddress(bytes))).fits(full))
        .isFalse();
  }

  @Provide
  Arbitrary<String> label() {
    return Arbitraries.strings().withChars("abcXYZ019-_").ofMinLength(1).ofMaxLength(8);
  }

  @Property
  void aWildcardStandsForOneLabelWhateverItIs(
      @ForAll("label") String first,
      @ForAll("label") String second,
      @ForAll("label") String third) {
    CertificateNames names = names("*." + second + ".test");
    assertThat(names.fits(first + "." + second + ".TEST")).isTrue();
    assertThat(names.fits(third + "." + first + "." + second + ".test")).isFalse();
    assertThat(names.fits(second + ".test")).isFalse();
  }

  @Property
  void whatIsShownIsOneShortLineWhateverThePeerWrote(@ForAll List<String> hosts) {
    String shown = new CertificateNames(hosts, List.of()).toString();
    assertThat(Printable.shows(shown)).as(shown).isTrue();
    assertThat(shown).hasSizeBetween(1, 500);
  }

  @Test
  void ofManyNamesAFewAreShownAndAllAreLookedAt() {
    CertificateNames many =
        new CertificateNames(
            IntStream.range(0, 1000).mapToObj(i -> "n" + i).toList(),
            List.of(InetAddress.ofLiteral("10.0.0.1")));
    assertThat(many).hasToString("DNS:n0, DNS:n1, DNS:n2, DNS:n3 and 997 more");
    assertThat(many.fits("n999")).isTrue();
    assertThat(many.fits("10.0.0.1")).isTrue();
    assertThat(names("a".repeat(200))).hasToString("DNS:" + "a".repeat(99) + "…");
    assertThat(names()).hasToString("no subject alternative name of a host");
  }

  @Test
  void theyAreReadFromTheCertificateAndNotFromItsCommonName(@TempDir Path folder) throws Exception {
    TestCertificates certificates =
        new TestCertificates(folder)
            .authority("ca")
            .issue(
                "rabbit-0", "ca", "dns:*.nodes,ip:fd00::7,uri:http://uri,email:a@mail,ip:10.0.0.7")
            .issue("rabbit-1", "ca", "uri:http://rabbit-1");
    CertificateNames names = CertificateNames.of(certificate(certificates, "rabbit-0"));
    assertThat(names).hasToString("DNS:*.nodes, IP:fd00:0:0:0:0:0:0:7, IP:10.0.0.7");
    assertThat(names.fits("rabbit-0")).isFalse();
    assertThat(names.fits("mail")).isFalse();
    assertThat(CertificateNames.of(certificate(certificates, "rabbit-1"))).isEqualTo(names());
    assertThat(CertificateNames.of(certificate(certificates, "ca"))).isEqualTo(names());
  }

  private static X509Certificate certificate(TestCertificates certificates, String name)
      throws Exception {
    return (X509Certificate) certificates.trust(name).getCertificate(name);
  }

  @Test
  void theAddressVouchesBeforeTheNameAndEitherWillDo() {
    CertificateNames both =
        new CertificateNames(List.of("rabbit-0"), List.of(InetAddress.ofLiteral("10.0.0.1")));
    ToldNameCheck check = new ToldNameCheck("10.0.0.1", Optional.of(both));
    assertThat(check.vouchedFor("rabbit-0")).contains("10.0.0.1");
    assertThat(check.vouchedFor("whatever")).contains("10.0.0.1");
    ToldNameCheck elsewhere = new ToldNameCheck("10.0.0.2", Optional.of(both));
    assertThat(elsewhere.vouchedFor("rabbit-0")).contains("rabbit-0");
    assertThat(elsewhere.fault("rabbit-0")).isEmpty();
    assertThat(elsewhere.vouchedFor("rabbit-1")).isEmpty();
    assertThat(elsewhere.fault("rabbit-1\u202e"))
        .contains(
            "the peer's certificate is for another host: it bears neither 10.0.0.2, which was"
                + " dialled, nor rabbit-1\\u{202E}, by which the node calls itself, but"
                + " DNS:rabbit-0, IP:10.0.0.1");
  }

  @Test
  void withoutTlsThereIsNothingToJudge() {
    ToldNameCheck plain = new ToldNameCheck("10.0.0.1", Optional.empty());
    assertThat(plain.fault("rabbit-0")).isEmpty();
    assertThat(plain.vouchedFor("rabbit-0")).isEmpty();
  }
}
