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
import io.nessiecluster.rest.ApiAccess;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings: what they default to, what they take, and what is said of a wrong one. */
class SettingsParserTest {

  private static final String SECRET = "fleur-de-sel";
  private static final String COOKIE =
      "a cookie of 1 to 255 characters, all of them printable ASCII (of others a BEAM makes other"
          + " bytes in another locale)";

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
                Map.entry("api.read-only", "false"),
                Map.entry("api.token-file", token.toString())));

    assertThat(settings.cluster().name()).isEqualTo("orders");
    assertThat(settings.cluster().queries())
        .containsExactly(
            new DnsQuery.Name("app.svc"), new DnsQuery.Name("worker.svc.", Optional.of("worker")));
    assertThat(settings.cluster().recordTypes()).containsExactly(RecordType.SRV, RecordType.A);
    assertThat(settings.cluster().interval()).contains(Duration.ofMinutes(2));
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

  @Test
  void aMeshThatIsNotWatchedIsNoBoundOfReadiness() {
    assertThat(SettingsTexts.parse(Map.of("mesh.mode", "off")).mesh().mode())
        .isEqualTo(MeshSettings.Mode.OFF);
    assertThat(problems(Map.of("mesh.mode", "off", "readiness.require-whole-mesh", "true")))
        .isEqualTo(
            "nessie-cluster.readiness.require-whole-mesh=true is wrong; allowed: false, as nothing"
                + " is known with mesh.mode=off");
  }

  @ParameterizedTest
  @CsvSource({"Watch,WATCH", "ADVISE,ADVISE", "form,FORM", "heal,HEAL", "off,OFF"})
  void theModeOfTheMeshIsTaken(String text, MeshSettings.Mode mode) {
    assertThat(SettingsTexts.parse(Map.of("mesh.mode", text)).mesh().mode()).isEqualTo(mode);
  }

  private static List<String> warnings(String... keysAndValues) {
    Map<String, String> texts =
        new HashMap<>(Map.of("query", "app.svc", "cookie", SECRET, "mesh.mode", "heal"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      texts.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    texts.values().removeIf("-"::equals);
    return SettingsTexts.parse(texts).warnings();
  }

  @Test
  void whoHealsByTheDefaultsIsWarnedOfNothing() {
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "advise", "form", "heal"})
  void whatJoinsMayCostIsWarnedOfByKeyForAJoinByHandIsOneToo(String mode) {
    assertThat(warnings("mesh.mode", mode, "mesh.allow-name-clash", "true"))
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.mesh.allow-name-clash=true: ")
        .contains("global", "ends one of the two processes")
        .hasLineCount(1);
    assertThat(warnings("mesh.mode", mode, "mesh.allow-mnesia", "true"))
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.mesh.allow-mnesia=true: ")
        .contains("running_partitioned_network")
        .hasLineCount(1);
  }

  @Test
  void whereNobodyIsEverJoinedNothingIsWarnedOf() {
    assertThat(
            warnings(
                "mesh.mode", "off", "mesh.allow-name-clash", "true", "mesh.allow-mnesia", "true"))
        .isEmpty();
    assertThat(warnings("mesh.mode", "watch", "query", "ignore", "cookie", "-")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"advise", "form", "heal"})
  void aModeThatComesToNothingIsWarnedOf(String mode) {
    String key = "nessie-cluster.mesh.mode=" + mode + " joins ";

    assertThat(warnings("mesh.mode", mode, "query", "ignore"))
        .singleElement()
        .asString()
        .startsWith(key + "nobody: nessie-cluster.query=ignore");
    assertThat(warnings("mesh.mode", mode, "cookie", "-"))
        .singleElement()
        .asString()
        .startsWith(key + "nobody: without a cookie");
    assertThat(warnings("mesh.mode", mode, "interval", "off"))
        .singleElement()
        .asString()
        .startsWith(key + "those only")
        .contains("nessie-cluster.interval=off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"form", "heal"})
  void aVisibleNodeJoinsNobody(String mode) {
    assertThat(problems(Map.of("mesh.mode", mode, "node.hidden", "false", "cookie", SECRET)))
        .startsWith("nessie-cluster.mesh.mode=" + mode + " is wrong; allowed: off, watch, advise")
        .contains("node.hidden=false")
        .hasLineCount(1);
    assertThat(warnings("mesh.mode", "advise", "node.hidden", "false")).isEmpty();
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name | '' | 1 to 200 characters",
        "name | ' ' | 1 to 200 characters",
        "query | '' | ignore, name or basename=name",
        "query | 'my app.svc' | labels of 1 to 63",
        "query | a@b=app.svc | without '@'",
        "query | =app.svc | is not a basename",
        "query | app= | is not a DNS name",
        "query | -app.svc | is not a DNS name",
        "query | 'ignore,app.svc' | ignore stands alone",
        "resource-types | CNAME | A, AAAA, SRV",
        "resource-types | '' | A, AAAA, SRV",
        "interval | 0 | off, or a duration from 1s to 24h",
        "interval | abc | off, or a duration from 1s to 24h",
        "interval | '' | off, or a duration from 1s to 24h",
        "interval | 5 | off, or a duration from 1s to 24h",
        "interval | 999ms | off, or a duration from 1s to 24h",
        "interval | -5s | off, or a duration from 1s to 24h",
        "interval | 25h | off, or a duration from 1s to 24h",
        "interval | 999999999999h | off, or a duration from 1s to 24h",
        "interval | PT9223372036854775808S | off, or a duration from 1s to 24h",
        "jitter | 1.5 | a number from 0 to 1",
        "jitter | NaN | a number from 0 to 1",
        "jitter | much | a number from 0 to 1",
        "connect-timeout | 0s | a duration from 100ms to 5m",
        "connect-concurrency | 0 | a whole number from 1 to 10000",
        "connect-concurrency | 1.0 | a whole number from 1 to 10000",
        "tls.mutual | yes | true or false",
        "on-vanish | forget | keep, disconnect",
        "vanish-grace | soon | a duration from 0",
        "dns.servers | dns.example | host[:port]",
        "dns.servers | 10.0.0.10:0 | host[:port]",
        "dns.timeout | 2m | a duration from 10ms to 1m",
        "dns.max-backoff | 0s | a duration from 1s to 24h",
        "node.name | app | basename@address",
        "node.name | @10.0.0.1 | basename@address",
        "node.name | app@ | basename@address",
        "node.name | '' | basename@address",
        "node.name | my app@10.0.0.1 | basename@address",
        "node.name | app@[fd00::1] | without brackets",
        "node.name | app@10.0.0.1@x | basename@address",
        "node.hidden | yes | true or false",
        "distribution.port | 65536 | a whole number from 0 to 65535",
        "distribution.port | -1 | a whole number from 0 to 65535",
        "distribution.port | any | a whole number from 0 to 65535",
        "epmd.mode | internal | auto, embedded, external, none",
        "epmd.port | 0 | a whole number from 1 to 65535",
        "epmd.port | 65536 | a whole number from 1 to 65535",
        "net-ticktime | 0s | a duration from 1s to 1h",
        "mesh.mode | repair | off, watch, advise, form, heal",
        "mesh.mode | forms | off, watch, advise, form, heal",
        "mesh.mode | '' | off, watch, advise, form, heal",
        "mesh.interval | 999ms | a duration from 1s to 1h",
        "mesh.interval | off | a duration from 1s to 1h",
        "mesh.interval | 61m | a duration from 1s to 1h",
        "mesh.stable-for | -1s | a duration from 0",
        "mesh.stable-for | 25h | a duration from 0h to 24h",
        "mesh.skew-for | soon | a duration from 0",
        "mesh.min-members | -1 | a whole number from 0 to 100000",
        "mesh.min-members | some | a whole number from 0 to 100000",
        "mesh.max-joins-per-minute | 0 | a whole number from 1 to 10000",
        "mesh.max-joins-per-minute | 10001 | a whole number from 1 to 10000",
        "mesh.max-joins-per-minute | '' | a whole number from 1 to 10000",
        "mesh.allow-name-clash | yes | true or false",
        "mesh.allow-mnesia | 1 | true or false",
        "readiness.require-whole-mesh | maybe | true or false",
        "readiness.min-nodes | -1 | a whole number from 0 to 100000",
        "readiness.require-dns-answer | maybe | true or false",
        "api.read-only | 0 | true or false",
        "cookie-file | /no/such/file | a readable file",
        "cookie-file | / | a readable file",
        "api.token-file | /no/such/file | a readable file",
      })
  void aWrongValueIsOneLineWithItsKeyItsValueAndWhatIsAllowed(
      String key, String value, String allowed) {
    for (Map<String, String> texts :
        List.of(
            Map.of(key, value),
            key.startsWith("cookie") ? Map.of(key, value) : Map.of(key, value, "cookie", SECRET))) {
      String message = problems(texts);

      assertThat(message.lines()).hasSize(1);
      assertThat(message)
          .startsWith("nessie-cluster." + key + "=")
          .contains("nessie-cluster." + key + "=" + shown(key, value) + " is wrong; allowed: ")
          .contains(allowed)
          .doesNotContain(SECRET);
    }
  }

  private static String shown(String key, String value) {
    if (key.equals("name")) {
      return value.strip();
    }
    return value.startsWith("ignore,") || !value.contains(",") ? value : value.split(",")[0];
  }

  @Test
  void anEmptyCookieFileIsWrong() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), " \n");

    assertThat(problems(Map.of("cookie-file", file.toString())))
        .isEqualTo(
            "nessie-cluster.cookie-file="
                + file
                + " is wrong; allowed: a file with "
                + COOKIE
                + "; this one is empty");
  }

  @Test
  void aValueIsShownWithoutWhatWouldForgeTheLog() {
    assertThat(problems(Map.of("name", "a\u202eb", "interval", "5s\nforged: all is well")).lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("nessie-cluster.name=a\\u{202E}b is wrong"))
        .anyMatch(
            line -> line.startsWith("nessie-cluster.interval=5s\\u{A}forged: all is well is"));
    assertThat(problems(Map.of("node.name", "app@h\u202est")))
        .startsWith("nessie-cluster.node.name=app@h\\u{202E}st is wrong");
    assertThat(problems(Map.of("query", "a\u200bpp=app.svc"))).contains("a\\u{200B}pp");
  }

  @Test
  void anEmptyTokenFileIsWrong() throws IOException {
    Path file = Files.createFile(directory.resolve("token"));

    assertThat(problems(Map.of("api.token-file", file.toString())))
        .startsWith("nessie-cluster.api.token-file=" + file)
        .endsWith("this one is empty");
  }

  @Test
  void aFileThatIsNoTextIsWrong() throws IOException {
    Path file = Files.write(directory.resolve("cookie"), new byte[] {(byte) 0xc3, (byte) 0x28});

    assertThat(problems(Map.of("cookie-file", file.toString())).lines()).hasSize(1);
  }

  @Test
  void cookieAndCookieFileTogetherAreWrong() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), SECRET);

    assertThat(problems(Map.of("cookie-file", file.toString(), "cookie", SECRET)))
        .isEqualTo(
            "nessie-cluster.cookie=... is wrong; allowed: either cookie or cookie-file, not both");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1_000, 2_000})
  void aCookieThatIsTooLongIsWrongAndNotShown(int length) throws IOException {
    String cookie = "z".repeat(length);
    Path file = Files.writeString(directory.resolve("cookie"), cookie);

    assertThat(problems(Map.of("cookie", cookie)))
        .isEqualTo("nessie-cluster.cookie=... is wrong; allowed: " + COOKIE);
    assertThat(problems(Map.of("cookie-file", file.toString())))
        .startsWith("nessie-cluster.cookie-file=" + file)
        .doesNotContain("zzz");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(
            problems(
                    Map.of(
                        "interval", "abc",
                        "epmd.port", "0",
                        "query", "a b,c d",
                        "cookie-file", "/no/such/file"))
                .lines()
                .map(line -> line.substring(0, line.indexOf(" is wrong"))))
        .containsExactlyInAnyOrder(
            "nessie-cluster.interval=abc",
            "nessie-cluster.epmd.port=0",
            "nessie-cluster.query=a b",
            "nessie-cluster.query=c d",
            "nessie-cluster.cookie-file=/no/such/file");
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

  private static String problems(Map<String, String> texts) {
    try {
      SettingsTexts.parse(texts);
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("these are taken: " + texts.keySet());
  }
}
