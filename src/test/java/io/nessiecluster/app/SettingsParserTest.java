package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.Proofs;
import io.nessiecluster.dns.DnsServer;
import io.nessiecluster.health.ReadinessBounds;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.page.PageSettings;
import io.nessiecluster.rest.ApiAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings: what they default to, and what they take. */
class SettingsParserTest {

  private static final String SECRET = "fleur-de-sel";

  @TempDir private Path directory;

  @Test
  void withoutAnySettingItIgnoresAndIsNotAlive() throws IOException {
    Settings settings = SettingsTexts.parse(Map.of());

    assertThat(settings.cluster().name()).isEqualTo("nessie_cluster");
    assertThat(settings.cluster().queries()).isEmpty();
    assertThat(settings.cluster().recordTypes()).containsExactly(RecordType.A, RecordType.AAAA);
    assertThat(settings.cluster().interval()).contains(Duration.ofSeconds(5));
    assertThat(settings.node().text()).isEqualTo("nessie_cluster@127.0.0.1");
    assertThat(settings.distribution()).isEmpty();
    assertThat(settings.dns().servers()).isEmpty();
    assertThat(settings.dns().timeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.onVanish()).isEqualTo(Settings.OnVanish.KEEP);
    assertThat(settings.vanishGrace()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.mesh()).isEqualTo(MeshSettings.DEFAULT);
    assertThat(settings.page()).isEqualTo(new PageSettings(true));
    assertThat(settings.readiness()).isEqualTo(new ReadinessBounds(0, false, false));
    assertThat(settings.api()).isEqualTo(new ApiAccess(true, Optional.empty()));
  }

  @Test
  void tlsIsMutualUnlessToldOtherwise() {
    assertThat(SettingsTexts.parse(Map.of("tls.configuration-name", " erlang ")).tls())
        .contains(new Settings.Tls("erlang", true));
    assertThat(
            SettingsTexts.parse(Map.of("tls.configuration-name", "x", "tls.mutual", "false")).tls())
        .contains(new Settings.Tls("x", false));
  }

  @Test
  void withACookieAloneTheNodeIsAliveByTheDefaults() {
    NodeSettings node = SettingsTexts.parse(Map.of("cookie", SECRET)).distribution().orElseThrow();

    assertThat(node.name()).isEqualTo("nessie_cluster@127.0.0.1");
    assertThat(node.hidden()).isTrue();
    assertThat(node.bind()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(node.port()).isEqualTo(4370);
    assertThat(node.epmd()).isEqualTo(EpmdMode.AUTO);
    assertThat(node.epmdPort()).isEqualTo(4369);
    assertThat(node.netTickTime()).isEqualTo(Duration.ofSeconds(60));
    assertThat(node.toString()).doesNotContain(SECRET);
  }

  @Test
  void everySettingIsTaken() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "letmein\n");
    Settings settings =
        SettingsTexts.parse(
            Map.ofEntries(
                Map.entry("name", "orders"),
                Map.entry("query", "app.svc, worker=worker.svc."),
                Map.entry("resource-types", "srv,A,a"),
                Map.entry("interval", "PT2M"),
                Map.entry("on-vanish", "disconnect"),
                Map.entry("vanish-grace", "0s"),
                Map.entry("dns.servers", "10.0.0.10,[fd00::10]:5353"),
                Map.entry("dns.timeout", "500ms"),
                Map.entry("node.name", "app@fd00::1"),
                Map.entry("node.hidden", "FALSE"),
                Map.entry("poll.eager", "False"),
                Map.entry("node.bind", "::1"),
                Map.entry("distribution.port", "0"),
                Map.entry("epmd.mode", "embedded"),
                Map.entry("epmd.port", "14369"),
                Map.entry("cookie", SECRET),
                Map.entry("net-ticktime", "15s"),
                Map.entry("mesh.mode", "Watch"),
                Map.entry("mesh.interval", "1s"),
                Map.entry("mesh.stable-for", "0s"),
                Map.entry("mesh.skew-for", "PT2H"),
                Map.entry("mesh.min-members", "3"),
                Map.entry("mesh.max-joins-per-minute", "600"),
                Map.entry("mesh.allow-name-clash", "true"),
                Map.entry("mesh.allow-mnesia", "TRUE"),
                Map.entry("readiness.min-nodes", "2"),
                Map.entry("readiness.require-dns-answer", "true"),
                Map.entry("readiness.require-whole-mesh", "true"),
                Map.entry("page.enabled", "false"),
                Map.entry("api.read-only", "false"),
                Map.entry("api.token-file", token.toString())));

    assertThat(settings.cluster().name()).isEqualTo("orders");
    assertThat(settings.cluster().queries())
        .containsExactly(
            new DnsQuery.Name("app.svc"), new DnsQuery.Name("worker.svc.", Optional.of("worker")));
    assertThat(settings.cluster().recordTypes()).containsExactly(RecordType.SRV, RecordType.A);
    assertThat(settings.cluster().interval()).contains(Duration.ofMinutes(2));
    assertThat(settings.cluster().isEager()).isFalse();
    assertThat(settings.onVanish()).isEqualTo(Settings.OnVanish.DISCONNECT);
    assertThat(settings.vanishGrace()).isZero();
    assertThat(settings.dns().servers())
        .containsExactly(DnsServer.parse("10.0.0.10"), DnsServer.parse("[fd00::10]:5353"));
    assertThat(settings.dns().timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.mesh())
        .isEqualTo(
            new MeshSettings(
                MeshSettings.Mode.WATCH,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofHours(2),
                3,
                new MeshSettings.Joins(600, true, true)));
    assertThat(settings.readiness()).isEqualTo(new ReadinessBounds(2, true, true));
    assertThat(settings.api()).isEqualTo(new ApiAccess(false, Optional.of(token)));
    assertThat(settings.page()).isEqualTo(new PageSettings(false));
    NodeSettings node = settings.distribution().orElseThrow();
    assertThat(node.name()).isEqualTo("app@fd00::1");
    assertThat(node.hidden()).isFalse();
    assertThat(node.bind()).isEqualTo(InetAddress.ofLiteral("::1"));
    assertThat(node.port()).isZero();
    assertThat(node.epmd()).isEqualTo(EpmdMode.EMBEDDED);
    assertThat(node.epmdPort()).isEqualTo(14369);
    assertThat(node.netTickTime()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void aRoundWaitsForAsManyAttemptsAsAnyResolvConfAsksFor() {
    Settings settings =
        SettingsTexts.parse(
            Map.of("dns.timeout", "1s", "dns.servers", "10.0.0.1,10.0.0.2", "resource-types", "A"));

    // options attempts:5, at two servers, and the last question may begin as the time is over
    assertThat(settings.cluster().lookupTimeout()).isEqualTo(Duration.ofSeconds(5 * 2 + 1));
  }

  @ParameterizedTest
  @CsvSource({"Watch,WATCH", "ADVISE,ADVISE", "form,FORM", "heal,HEAL", "off,OFF"})
  void theModeOfTheMeshIsTaken(String text, MeshSettings.Mode mode) {
    assertThat(SettingsTexts.parse(Map.of("mesh.mode", text)).mesh().mode()).isEqualTo(mode);
  }

  @Test
  void intervalOffMeansByHandOnly() {
    assertThat(SettingsTexts.parse(Map.of("interval", "OFF")).cluster().interval()).isEmpty();
  }

  @Test
  void aCookieFileIsReadWithoutTheEndOfItsLine() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), SECRET + "\n");
    Settings fromFile = SettingsTexts.parse(Map.of("cookie-file", file.toString()));
    Settings fromText = SettingsTexts.parse(Map.of("cookie", SECRET));
    Settings fromOther = SettingsTexts.parse(Map.of("cookie", SECRET + "?"));

    assertThat(Proofs.of(fromFile.distribution().orElseThrow()))
        .isEqualTo(Proofs.of(fromText.distribution().orElseThrow()))
        .isNotEqualTo(Proofs.of(fromOther.distribution().orElseThrow()));
  }

  @Test
  void eachKeyIsAnEnvironmentVariable() {
    Settings settings =
        SettingsTexts.parseEnvironment(
            Map.of(
                "NESSIE_CLUSTER_QUERY", "app.svc,worker=worker.svc",
                "NESSIE_CLUSTER_RESOURCE_TYPES", "AAAA",
                "NESSIE_CLUSTER_DNS_SERVERS", "10.0.0.10",
                "NESSIE_CLUSTER_NODE_NAME", "app@10.0.0.1",
                "NESSIE_CLUSTER_READINESS_MIN_NODES", "3",
                "NESSIE_CLUSTER_READINESS_REQUIRE_DNS_ANSWER", "true",
                "NESSIE_CLUSTER_API_READ_ONLY", "false",
                "NESSIE_CLUSTER_NET_TICKTIME", "30s",
                "NESSIE_CLUSTER_COOKIE", SECRET,
                "NESSIE_CLUSTER_EPMD_PORT", "5369"));

    assertThat(settings.cluster().queries()).hasSize(2);
    assertThat(settings.cluster().recordTypes()).containsExactly(RecordType.AAAA);
    assertThat(settings.dns().servers()).containsExactly(DnsServer.parse("10.0.0.10"));
    assertThat(settings.node().text()).isEqualTo("app@10.0.0.1");
    assertThat(settings.readiness()).isEqualTo(new ReadinessBounds(3, true, false));
    assertThat(settings.api().readOnly()).isFalse();
    assertThat(settings.distribution().orElseThrow().epmdPort()).isEqualTo(5369);
    assertThat(
            SettingsTexts.parseEnvironment(Map.of("NESSIE_CLUSTER_MESH_STABLE_FOR", "30s"))
                .mesh()
                .stableFor())
        .isEqualTo(Duration.ofSeconds(30));
    assertThatThrownBy(
            () -> SettingsTexts.parseEnvironment(Map.of("NESSIE_CLUSTER_DNS_MAX_BACKOFF", "x")))
        .hasMessageStartingWith("nessie-cluster.dns.max-backoff=x is wrong");
  }

  @Test
  void theVariableOfNessieClusterNamesTheQueryUnlessTheKeyDoes() {
    Map<String, String> variable = Map.of("DISCOVERY_DNS_NAME", "old.svc");

    assertThat(SettingsTexts.parseEnvironment(variable).cluster().queries())
        .containsExactly(new DnsQuery.Name("old.svc"));
    assertThat(
            SettingsTexts.parseEnvironment(
                    Map.of("DISCOVERY_DNS_NAME", "old.svc", "NESSIE_CLUSTER_QUERY", "new.svc"))
                .cluster()
                .queries())
        .containsExactly(new DnsQuery.Name("new.svc"));
  }
}
