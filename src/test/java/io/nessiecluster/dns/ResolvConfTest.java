package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvConfTest {

  private static final String POD =
      """
      search shop.svc.cluster.local svc.cluster.local cluster.local
      nameserver 10.96.0.10
      options ndots:5
      """;

  @Test
  void theFileOfAPodIsRead() {
    ResolvConf conf = ResolvConf.parse(POD);
    assertThat(conf.nameservers()).containsExactly(DnsServer.parse("10.96.0.10"));
    assertThat(conf.search())
        .containsExactly("shop.svc.cluster.local", "svc.cluster.local", "cluster.local");
    assertThat(conf.ndots()).isEqualTo(5);
    assertThat(conf.timeout()).isEmpty();
    assertThat(conf.attempts()).isEqualTo(2);
  }

  @Test
  void anEmptyFileMeansTheLocalServerAndNoSearchList() {
    ResolvConf conf = ResolvConf.parse("");
    assertThat(conf).isEqualTo(ResolvConf.absent(ResolverVariables.none()));
    assertThat(conf.nameservers()).containsExactly(DnsServer.parse("127.0.0.1"));
    assertThat(conf.search()).isEmpty();
    assertThat(conf.ndots()).isEqualTo(1);
  }

  @Test
  void commentsAndUnknownLinesAreSkipped() {
    ResolvConf conf =
        ResolvConf.parse(
            """
            # nameserver 10.0.0.1
            ; nameserver 10.0.0.2
            sortlist 10.0.0.0
             nameserver 10.0.0.3
            nameserver
            nameserver nonsense
            nameserver 10.0.0.4:53
            nameserver\t10.0.0.5 # the one
            """);
    assertThat(conf.nameservers()).containsExactly(DnsServer.parse("10.0.0.5"));
  }

  @Test
  void threeServersAreTakenAndIpv6IsUnderstood() {
    ResolvConf conf =
        ResolvConf.parse(
            "nameserver fd00::10\nnameserver 10.0.0.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3");
    assertThat(conf.nameservers())
        .extracting(DnsServer::toString)
        .containsExactly("[fd00::10]:53", "10.0.0.1:53", "10.0.0.2:53");
  }

  @Test
  void theLastOfSearchAndDomainWins() {
    assertThat(ResolvConf.parse("domain a.example\nsearch b.example c.example").search())
        .containsExactly("b.example", "c.example");
    assertThat(ResolvConf.parse("search b.example c.example\ndomain a.example d.example").search())
        .containsExactly("a.example");
  }

  @ParameterizedTest
  @CsvSource({
    "ndots:0, 0, 2",
    "ndots:99, 15, 2",
    "ndots:x, 1, 2",
    "ndots:, 1, 2",
    "ndots:-1, 1, 2",
    "attempts:1, 1, 1",
    "attempts:0, 1, 1",
    "attempts:7, 1, 5",
    "attempts:99999999999, 1, 2",
    "rotate edns0 ndots:2 attempts:3, 2, 3"
  })
  void optionsAreHeldWithinTheirBounds(String options, int ndots, int attempts) {
    ResolvConf conf = ResolvConf.parse("options " + options);
    assertThat(conf.ndots()).isEqualTo(ndots);
    assertThat(conf.attempts()).isEqualTo(attempts);
  }

  @Test
  void optionsOfSeveralLinesAddUp() {
    ResolvConf conf = ResolvConf.parse("options ndots:3\noptions timeout:1\noptions timeout:99");
    assertThat(conf.ndots()).isEqualTo(3);
    assertThat(conf.timeout()).contains(Duration.ofSeconds(30));
  }

  @Test
  void linesOfWindowsAndTabsAreReadAsOthers() {
    ResolvConf conf =
        ResolvConf.parse(
            "nameserver\t10.0.0.1 \r\nsearch\ta.example \t b.example\r\noptions\tndots:3\trotate\r\n");
    assertThat(conf.nameservers()).containsExactly(DnsServer.parse("10.0.0.1"));
    assertThat(conf.search()).containsExactly("a.example", "b.example");
    assertThat(conf.ndots()).isEqualTo(3);
    assertThat(conf.rotate()).isTrue();
  }

  @Test
  void aCommentBehindTheWordsOfALineIsNoWord() {
    ResolvConf conf =
        ResolvConf.parse(
            """
            nameserver 10.0.0.1#the one
            nameserver 10.0.0.2;the other
            search a.example ; b.example
            domain c.example # d.example
            search e.example # f.example
            options ndots:3 # ndots:4
            """);
    assertThat(conf.nameservers())
        .containsExactly(DnsServer.parse("10.0.0.1"), DnsServer.parse("10.0.0.2"));
    assertThat(conf.search()).containsExactly("e.example");
    assertThat(conf.ndots()).isEqualTo(3);
  }

  @Test
  void aServerOfAnInterfaceIsUnderstood() {
    ResolvConf conf = ResolvConf.parse("nameserver fe80::1%lo\nnameserver ::1");
    assertThat(conf.nameservers())
        .extracting(DnsServer::toString)
        .containsExactly("[fe80::1%lo]:53", "[::1]:53");
  }

  /** As glibc has it: the failure then names the server, and nobody wonders where it went. */
  @Test
  void ofAnInterfaceThatIsNotHereTheServerIsKept() {
    assertThat(ResolvConf.parse("nameserver fe80::1%eth77").nameservers())
        .extracting(DnsServer::toString)
        .containsExactly("[fe80::1]:53");
  }

  @Test
  void rotateAndUseVcAreOff() {
    assertThat(ResolvConf.parse(POD).rotate()).isFalse();
    assertThat(ResolvConf.parse(POD).useVc()).isFalse();
    ResolvConf conf =
        ResolvConf.parse("options single-request trust-ad edns0 use-vc\noptions rotate inet6");
    assertThat(conf.rotate()).isTrue();
    assertThat(conf.useVc()).isTrue();
  }

  @Test
  void resOptionsComeAfterThoseOfTheFile() {
    ResolvConf conf = read(POD, Map.of("RES_OPTIONS", "ndots:1 use-vc timeout:3"));
    assertThat(conf.ndots()).isEqualTo(1);
    assertThat(conf.useVc()).isTrue();
    assertThat(conf.timeout()).contains(Duration.ofSeconds(3));
    assertThat(conf.search()).hasSize(3);
    assertThat(read("options ndots:5", Map.of("RES_OPTIONS", "")).ndots()).isEqualTo(5);
  }

  @Test
  void localdomainStandsForTheSearchListOfTheFile() {
    assertThat(read(POD, Map.of("LOCALDOMAIN", "a.example  b.example.")).search())
        .containsExactly("a.example", "b.example");
    assertThat(read(POD, Map.of("LOCALDOMAIN", "")).search()).isEmpty();
    assertThat(read(POD, Map.of()).search()).hasSize(3);
  }

  @Test
  void theVariablesHoldWithoutAFile(@TempDir Path directory) {
    ResolverVariables variables =
        ResolverVariables.of(Map.of("LOCALDOMAIN", "a.example", "RES_OPTIONS", "ndots:4")::get);
    ResolvConf conf =
        new ResolvConfFile(directory.resolve("resolv.conf"), variables).current().conf();
    assertThat(conf.search()).containsExactly("a.example");
    assertThat(conf.ndots()).isEqualTo(4);
  }

  private static ResolvConf read(String text, Map<String, String> environment) {
    return ResolvConfReader.read(text, ResolverVariables.of(environment::get));
  }

  @Test
  void aNameWithFewDotsIsTriedUnderTheSearchListFirst() {
    assertThat(ResolvConf.parse(POD).candidates("app.shop"))
        .containsExactly(
            "app.shop.shop.svc.cluster.local.",
            "app.shop.svc.cluster.local.",
            "app.shop.cluster.local.",
            "app.shop.");
  }

  @Test
  void aNameWithNdotsDotsIsTriedAsItIsFirst() {
    assertThat(ResolvConf.parse("search a.example").candidates("app.shop"))
        .containsExactly("app.shop.", "app.shop.a.example.");
  }

  @Test
  void aTrailingDotMakesOneName() {
    assertThat(ResolvConf.parse(POD).candidates("app.")).containsExactly("app.");
  }

  @Test
  void theRootInTheSearchListIsTheNameAsItIs() {
    assertThat(ResolvConf.parse("search . a.example").candidates("app"))
        .containsExactly("app.", "app.a.example.");
  }

  @Property
  void noTextBreaksTheParser(@ForAll String text) {
    ResolvConf conf = ResolvConf.parse("options " + text + "\nsearch " + text);
    assertThat(conf.ndots()).isBetween(0, 15);
    assertThat(conf.attempts()).isBetween(1, 5);
    assertThat(conf.nameservers()).hasSizeBetween(1, 3);
  }

  @Test
  void aFileIsReadAgainWhenItChanged(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("resolv.conf");
    Files.writeString(path, "nameserver 10.0.0.1");
    ResolvConfFile file = new ResolvConfFile(path, ResolverVariables.none());
    assertThat(servers(file)).containsExactly("10.0.0.1:53");

    Files.writeString(path, "nameserver 10.0.0.1\nnameserver 10.0.0.2");
    assertThat(servers(file)).containsExactly("10.0.0.1:53", "10.0.0.2:53");
  }

  /** As a ConfigMap is updated: another file takes the name, of the same size and time. */
  @Test
  void aFileIsReadAgainWhenItWasReplaced(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("resolv.conf"), "nameserver 10.0.0.1");
    ResolvConfFile file = new ResolvConfFile(path, ResolverVariables.none());
    assertThat(servers(file)).containsExactly("10.0.0.1:53");

    Path other = Files.writeString(directory.resolve("other"), "nameserver 10.0.0.2");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    assertThat(servers(file)).containsExactly("10.0.0.2:53");
  }

  @Test
  void anUnchangedFileIsNotParsedAgain(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("resolv.conf"), POD);
    ResolvConfFile file = new ResolvConfFile(path, ResolverVariables.none());
    assertThat(file.current().conf()).isSameAs(file.current().conf());
  }

  @Test
  void aMissingFileIsAProblemUntilItAppears(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("resolv.conf");
    ResolvConfFile file = new ResolvConfFile(path, ResolverVariables.none());
    assertThat(file.current().conf()).isEqualTo(ResolvConf.absent(ResolverVariables.none()));
    assertThat(file.current().problem())
        .contains(path + " could not be read (NoSuchFileException)");

    Files.writeString(path, "nameserver 10.0.0.1");
    assertThat(servers(file)).containsExactly("10.0.0.1:53");
    assertThat(file.current().problem()).isEmpty();
  }

  @Test
  void aFileThatIsGoneHoldsAsItWas(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("resolv.conf"), POD);
    ResolvConfFile file = new ResolvConfFile(path, ResolverVariables.none());
    ResolvConf conf = file.current().conf();
    Files.delete(path);
    assertThat(file.current().conf()).isEqualTo(conf);
    assertThat(file.current().problem()).isPresent();
  }

  @Test
  void ofAnEndlessFileOnlyTheBeginningIsRead(@TempDir Path directory) throws IOException {
    String padding = "#".repeat(80) + "\n";
    Path path =
        Files.writeString(
            directory.resolve("resolv.conf"),
            "nameserver 10.0.0.1\n" + padding.repeat(1000) + "nameserver 10.0.0.2\n");
    assertThat(servers(new ResolvConfFile(path, ResolverVariables.none())))
        .containsExactly("10.0.0.1:53");
  }

  private static List<String> servers(ResolvConfFile file) {
    return file.current().conf().nameservers().stream().map(DnsServer::toString).toList();
  }
}
