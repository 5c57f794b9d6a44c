package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.MeshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are wrong: what is said of them, all at once and without what is secret. */
class WrongSettingsTest {

  private static final String SECRET = "fleur-de-sel";
  private static final String COOKIE =
      "a cookie of 1 to 255 characters, all of them printable ASCII (of others a BEAM makes other"
          + " bytes in another locale)";

  @TempDir private Path directory;

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
        "poll.eager | very | true or false",
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
        "cookie-file | /dev/zero | a cookie of 1 to 255 characters",
        "cookie-overlap | -1s | a duration from 0h to 24h",
        "cookie-overlap | 25h | a duration from 0h to 24h",
        "api.token-file | /no/such/file | a readable file",
      })
  void aWrongValueIsOneLineWithItsKeyItsValueAndWhatIsAllowed(
      String key, String value, String allowed) {
    for (Map<String, String> texts :
        List.of(
            Map.of(key, value),
            key.startsWith("cookie") ? Map.of(key, value) : Map.of(key, value, "cookie", SECRET))) {
      String message = SettingsTexts.problems(texts);

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
  void allThatIsWrongIsToldAtOnce() {
    assertThat(
            SettingsTexts.problems(
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
  void aValueIsShownWithoutWhatWouldForgeTheLog() {
    assertThat(
            SettingsTexts.problems(
                    Map.of("name", "a\u202eb", "interval", "5s\nforged: all is well"))
                .lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("nessie-cluster.name=a\\u{202E}b is wrong"))
        .anyMatch(
            line -> line.startsWith("nessie-cluster.interval=5s\\u{A}forged: all is well is"));
    assertThat(SettingsTexts.problems(Map.of("node.name", "app@h\u202est")))
        .startsWith("nessie-cluster.node.name=app@h\\u{202E}st is wrong");
    assertThat(SettingsTexts.problems(Map.of("query", "a\u200bpp=app.svc")))
        .contains("a\\u{200B}pp");
  }

  @Test
  void aMeshThatIsNotWatchedIsNoBoundOfReadiness() {
    assertThat(SettingsTexts.parse(Map.of("mesh.mode", "off")).mesh().mode())
        .isEqualTo(MeshSettings.Mode.OFF);
    assertThat(
            SettingsTexts.problems(
                Map.of("mesh.mode", "off", "readiness.require-whole-mesh", "true")))
        .isEqualTo(
            "nessie-cluster.readiness.require-whole-mesh=true is wrong; allowed: false, as nothing"
                + " is known with mesh.mode=off");
  }

  @Test
  void anEmptyCookieFileIsWrong() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), " \n");

    assertThat(SettingsTexts.problems(Map.of("cookie-file", file.toString())))
        .isEqualTo(
            "nessie-cluster.cookie-file="
                + file
                + " is wrong; allowed: a file with "
                + COOKIE
                + "; this one is empty");
  }

  @Test
  void anEmptyTokenFileIsWrong() throws IOException {
    Path file = Files.createFile(directory.resolve("token"));

    assertThat(SettingsTexts.problems(Map.of("api.token-file", file.toString())))
        .startsWith("nessie-cluster.api.token-file=" + file)
        .endsWith("this one is empty");
  }

  @Test
  void aFileThatIsNoTextIsWrong() throws IOException {
    Path file = Files.write(directory.resolve("cookie"), new byte[] {(byte) 0xc3, (byte) 0x28});

    assertThat(SettingsTexts.problems(Map.of("cookie-file", file.toString())).lines()).hasSize(1);
  }

  @Test
  void cookieAndCookieFileTogetherAreWrong() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), SECRET);

    assertThat(SettingsTexts.problems(Map.of("cookie-file", file.toString(), "cookie", SECRET)))
        .isEqualTo(
            "nessie-cluster.cookie=... is wrong; allowed: either cookie or cookie-file, not both");
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 1_000, 2_000})
  void aCookieThatIsTooLongIsWrongAndNotShown(int length) throws IOException {
    String cookie = "z".repeat(length);
    Path file = Files.writeString(directory.resolve("cookie"), cookie);

    assertThat(SettingsTexts.problems(Map.of("cookie", cookie)))
        .isEqualTo("nessie-cluster.cookie=... is wrong; allowed: " + COOKIE);
    assertThat(SettingsTexts.problems(Map.of("cookie-file", file.toString())))
        .startsWith("nessie-cluster.cookie-file=" + file)
        .doesNotContain("zzz");
  }
}
