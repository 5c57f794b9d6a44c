package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
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
    assertThat(conf).isEqualTo(ResolvConf.absent());
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
    ResolvConfFile file = new ResolvConfFile(path);
    assertThat(servers(file)).containsExactly("10.0.0.1:53");

    Files.writeString(path, "nameserver 10.0.0.1\nnameserver 10.0.0.2");
    assertThat(servers(file)).containsExactly("10.0.0.1:53", "10.0.0.2:53");
  }

  /** As a ConfigMap is updated: another file takes the name, of the same size and time. */
  @Test
  void aFileIsReadAgainWhenItWasReplaced(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("resolv.conf"), "nameserver 10.0.0.1");
    ResolvConfFile file = new ResolvConfFile(path);
    assertThat(servers(file)).containsExactly("10.0.0.1:53");

    Path other = Files.writeString(directory.resolve("other"), "nameserver 10.0.0.2");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    assertThat(servers(file)).containsExactly("10.0.0.2:53");
  }

  @Test
  void anUnchangedFileIsNotParsedAgain(@TempDir Path directory) throws IOException {
    Path path = Files.writeString(directory.resolve("resolv.conf"), POD);
    ResolvConfFile file = new ResolvConfFile(path);
    assertThat(file.current().conf()).isSameAs(file.current().conf());
  }

  @Test
  void aMissingFileIsAProblemUntilItAppears(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("resolv.conf");
    ResolvConfFile file = new ResolvConfFile(path);
    assertThat(file.current().conf()).isEqualTo(ResolvConf.absent());
    assertThat(file.current().problem())
        .contains(path + " could not be read (NoSuchFileException)");

    Files.writeString(path, "nameserver 10.0.0.1");
    assertThat(servers(file)).containsExactly("10.0.0.1:53");
    assertThat(file.current().problem()).isEmpty();
  }

  @Test
  void ofAnEndlessFileOnlyTheBeginningIsRead(@TempDir Path directory) throws IOException {
    String padding = "#".repeat(80) + "\n";
    Path path =
        Files.writeString(
            directory.resolve("resolv.conf"),
            "nameserver 10.0.0.1\n" + padding.repeat(1000) + "nameserver 10.0.0.2\n");
    assertThat(servers(new ResolvConfFile(path))).containsExactly("10.0.0.1:53");
  }

  private static List<String> servers(ResolvConfFile file) {
    return file.current().conf().nameservers().stream().map(DnsServer::toString).toList();
  }
}
