package io.nessiecluster;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nessiecluster.dns.TestDnsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/** The packaged service: a good start, and one line for each bad one. */
@Timeout(120)
class StartIT {

  private static final String SECRET = "fleur-de-sel";

  @TempDir private Path directory;

  @Test
  void withoutAnySettingItServesAndIgnoresUntilSigterm() throws Exception {
    try (PackagedService service = PackagedService.start(directory, Map.of()).awaitStart()) {
      for (String probe : List.of("started", "ready", "live")) {
        assertThat(service.getManagement("/q/health/" + probe).status()).as(probe).isEqualTo(200);
      }
      assertThat(service.getManagement("/q/health").body()).contains("\"status\": \"UP\"");
      assertThat(service.get("/cluster").status()).isEqualTo(200);
      assertThat(service.get("/cluster").body()).contains("\"state\":\"ignoring\"");
      assertThat(service.get("/q/health").status()).isEqualTo(404);

      service.terminate();

      assertThat(service.exitCode()).isZero();
      assertThat(service.output())
          .contains("no cookie")
          .contains("no further node is dialled")
          .contains("stopped in")
          .doesNotContain("demo", "Exception", "ERROR");
    }
  }

  /** From the moment on in which the JVM has come to what runs the application. */
  @Test
  void sigtermBeforeAnythingHasStartedEndsItAtOnceAndInOrder() throws Exception {
    Path jar = PackagedService.HOME.resolve("quarkus-run.jar").toAbsolutePath();
    assumeTrue(Files.exists(jar), "the native executable tells nothing of its classes");
    Path classes = directory.resolve("classes");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:file=" + classes,
            "-jar",
            jar.toString());
    try (PackagedService service = PackagedService.start(directory, command, Map.of())) {
      service.await(
          "it runs the application",
          () -> Files.readString(classes).contains(" io.quarkus.runtime.Quarkus "));

      service.terminate();

      assertThat(service.exitCode()).as(service.output()).isZero();
      assertThat(service.output()).doesNotContain("Exception", "ERROR", "\tat ");
    }
  }

  /** A pipe holds it up as it reads its cookie: it starts for as long as we like. */
  @Test
  void sigtermInTheMidstOfTheStartEndsItInOrder() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Map<String, String> environment =
        Map.of(
            "NESSIE_CLUSTER_COOKIE_FILE", pipe.toString(),
            "NESSIE_CLUSTER_DISTRIBUTION_PORT", "0",
            "NESSIE_CLUSTER_EPMD_MODE", "none");
    try (PackagedService service = PackagedService.start(directory, environment)) {
      try (OutputStream cookie = Files.newOutputStream(pipe)) { // once it is opened for reading
        service.terminate();
        cookie.write(SECRET.getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(service.exitCode()).as(service.output()).isZero();
      assertThat(service.output()).doesNotContain("Exception", "ERROR", "\tat ");
    }
  }

  @Test
  void eachLineOfTheLogBearsDateAndZone() throws Exception {
    try (PackagedService service = PackagedService.start(directory, Map.of()).awaitStart()) {
      assertThat(service.lines())
          .isNotEmpty()
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
                              + " [A-Z]+ .*"));
    }
  }

  @Test
  void itIsAliveWithACookieAndLeavesItsPortsBehind() throws Exception {
    Path cookie = Files.writeString(directory.resolve("cookie"), SECRET + "\n");
    Map<String, String> environment =
        Map.of(
            "NESSIE_CLUSTER_COOKIE_FILE", cookie.toString(),
            "NESSIE_CLUSTER_DISTRIBUTION_PORT", "0",
            "NESSIE_CLUSTER_EPMD_MODE", "none");
    try (PackagedService service = PackagedService.start(directory, environment).awaitStart()) {
      assertThat(service.get("/cluster").body()).contains("\"alive\":true");
      assertThat(service.output())
          .contains("node nessie_cluster@127.0.0.1 is alive")
          .doesNotContain(SECRET);

      service.terminate();
      service.exitCode();
      assertThat(service.output()).doesNotContain("Exception", "ERROR", SECRET);
    }
  }

  @Test
  void roundsFollowEachOtherByTheInterval() throws Exception {
    try (TestDnsServer dns = TestDnsServer.start()) {
      dns.addresses("app.svc.", "127.0.0.1");
      Map<String, String> environment =
          Map.of(
              "NESSIE_CLUSTER_QUERY", "other=app.svc.",
              "NESSIE_CLUSTER_INTERVAL", "1s",
              "NESSIE_CLUSTER_DNS_SERVERS", dns.address().toString());
      try (PackagedService service = PackagedService.start(directory, environment).awaitStart()) {
        eventually("three rounds", () -> dns.queries("app.svc.", Type.A) >= 3);

        assertThat(service.get("/cluster/errors").body())
            .contains("other@127.0.0.1", "local_node_is_not_alive");
        assertThat(service.getManagement("/q/health/ready").status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INTERVAL | 0 | off, or a duration from 1s",
        "INTERVAL | abc | off, or a duration from 1s",
        "INTERVAL | '' | off, or a duration from 1s",
        "QUERY | 'my app.svc' | name or basename=name",
        "QUERY | a@b=app.svc | without '@'",
        "QUERY | '' | name or basename=name",
        "NAME | '' | 1 to 200 characters",
        "NODE_NAME | app | basename@address",
        "NODE_NAME | @10.0.0.1 | basename@address",
        "COOKIE_FILE | /no/such/file | a readable file",
        "EPMD_PORT | 65536 | a whole number from 1 to 65535",
        "DISTRIBUTION_PORT | -1 | a whole number from 0 to 65535",
        "EPMD_MODE | internal | auto, embedded, external, none",
        "CONNECT_TIMEOUT | 7 | a duration from 100ms",
        "DNS_SERVERS | dns.example | host[:port]",
        "NODE_HIDDEN | yes | true or false",
      })
  void aWrongSettingIsOneLineAndExitCodeOne(String variable, String value, String allowed)
      throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_CLUSTER_" + variable, value);
    if (!variable.startsWith("COOKIE")) {
      environment.put("NESSIE_CLUSTER_COOKIE", SECRET);
    }

    assertThat(lineOfFailure(environment))
        .startsWith("nessie-cluster.")
        .contains("=" + value + " is wrong; allowed: ")
        .contains(allowed);
  }

  @Test
  void anEmptyCookieFileIsOneLine() throws Exception {
    Path empty = Files.createFile(directory.resolve("cookie"));

    assertThat(lineOfFailure(Map.of("NESSIE_CLUSTER_COOKIE_FILE", empty.toString())))
        .startsWith("nessie-cluster.cookie-file=" + empty)
        .endsWith("this one is empty");
  }

  @Test
  void cookieAndCookieFileTogetherAreOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("cookie"), SECRET);

    assertThat(
            lineOfFailure(
                Map.of(
                    "NESSIE_CLUSTER_COOKIE_FILE",
                    file.toString(),
                    "NESSIE_CLUSTER_COOKIE",
                    SECRET)))
        .contains("either cookie or cookie-file, not both");
  }

  @Test
  void severalWrongSettingsAreSeveralLines() throws Exception {
    Map<String, String> environment =
        Map.of("NESSIE_CLUSTER_INTERVAL", "abc", "NESSIE_CLUSTER_EPMD_PORT", "0");
    try (PackagedService service = PackagedService.start(directory, environment)) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("nessie-cluster.") && line.contains(" is wrong; "));
    }
  }

  @Test
  void aTakenPortIsOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(
              lineOfFailure(
                  Map.of(
                      "NESSIE_CLUSTER_COOKIE",
                      SECRET,
                      "NESSIE_CLUSTER_EPMD_MODE",
                      "none",
                      "NESSIE_CLUSTER_DISTRIBUTION_PORT",
                      "" + taken.getLocalPort())))
          .contains("nessie_cluster@127.0.0.1 cannot start")
          .contains("Address already in use")
          .contains("distribution.port (" + taken.getLocalPort() + ")");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsOneLine() throws Exception {
    assertThat(
            lineOfFailure(
                Map.of(
                    "NESSIE_CLUSTER_COOKIE", SECRET,
                    "NESSIE_CLUSTER_EPMD_MODE", "none",
                    "NESSIE_CLUSTER_NODE_NAME", "app@203.0.113.9"))) // RFC 5737
        .contains("app@203.0.113.9 cannot start")
        .contains("node.name");
  }

  @Test
  void theDemoIsNotPackaged() throws IOException {
    try (Stream<Path> files = Files.walk(PackagedService.HOME)) {
      List<Path> archives = files.filter(file -> file.toString().endsWith(".jar")).toList();

      assertThat(archives).hasSizeGreaterThan(10);
      assertThat(archives.stream().flatMap(StartIT::entries))
          .anyMatch(entry -> entry.startsWith("io/nessiecluster/cluster/Discovery"))
          .noneMatch(entry -> entry.startsWith("io/nessiecluster/demo/"));
    }
  }

  private static Stream<String> entries(Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream().map(entry -> entry.getName()).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(archive.toString(), e);
    }
  }

  /** The one line of a start that fails. */
  private String lineOfFailure(Map<String, String> environment) throws Exception {
    try (PackagedService service = PackagedService.start(directory, environment)) {
      assertThat(service.exitCode()).as(service.output()).isEqualTo(1);
      assertThat(service.lines()).hasSize(1);
      assertThat(service.output()).doesNotContain(SECRET);
      return service.lines().getFirst();
    }
  }
}
