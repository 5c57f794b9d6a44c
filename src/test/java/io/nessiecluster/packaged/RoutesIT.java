package io.nessiecluster.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.Answer;
import io.nessiecluster.PackagedService;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every route and probe of the packaged application. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RoutesIT {

  private static final String TOKEN = "a-token-of-the-test";
  private static final String[] AUTHORIZED = {"Authorization", "Bearer " + TOKEN};

  @TempDir static Path directory;
  private static Surroundings surroundings;
  private static PackagedService service;

  @BeforeAll
  static void start() throws Exception {
    surroundings = new Surroundings(directory);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1"); // where no node is registered
    service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_API_READ_ONLY",
                "false",
                "NESSIE_CLUSTER_API_TOKEN_FILE",
                Files.writeString(directory.resolve("token"), TOKEN).toString()));
    service.await("a round has run", () -> service.probe("ready").status() == 200);
  }

  @AfterAll
  static void stop() throws Exception {
    surroundings.close();
  }

  /** Also of those that nobody thought of here: a type without its metadata is a 500 in native. */
  @Test
  void everyDescribedOperationAnswersAsDescribed() throws Exception {
    JsonNode described = openApi().path("paths");
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, JsonNode> path : described.properties()) {
      for (String method : List.of("get", "post", "delete", "put")) {
        JsonNode operation = path.getValue().path(method);
        if (operation.isMissingNode()) {
          continue;
        }
        String route = path.getKey().replaceAll("\\{\\w+}", "nobody@127.0.0.9");
        // Bare of the token: what changes things must not be changed for the other tests.
        Answer answer = service.rest(method.toUpperCase(Locale.ROOT), route);
        String said = method + " " + route + ": " + answer.status() + " " + answer.body();
        all.assertThat(operation.path("responses").has(Integer.toString(answer.status())))
            .as(said)
            .isTrue();
        all.assertThat(answer.contentType())
            .as(said)
            .matches("(application/(problem\\+)?json|text/event-stream).*");
        if (answer.contentType().contains("json")) {
          all.assertThatCode(answer::json).as(said).doesNotThrowAnyException();
        }
      }
    }
    all.assertAll();
    assertThat(described.size()).isGreaterThanOrEqualTo(9);
  }

  @Test
  void discoveryByHandTellsOfEachFailureWithItsCause() throws Exception {
    Answer answer = service.get("/cluster/discover?timeout=20000");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/nodes/0")).isEqualTo(Surroundings.SELF);
    assertThat(answer.at("/errors/0/node")).isEqualTo("beam@127.0.0.1");
    assertThat(answer.at("/errors/0/error")).isEqualTo("failed_to_connect");
    assertThat(answer.at("/errors/0/cause")).isEqualTo("name_not_registered");
    assertThat(answer.at("/errors/0/hint")).isNotEmpty();
    assertThat(answer.at("/dns/0/outcome")).isEqualTo("answer");
    assertThat(answer.at("/dns/0/addresses")).isEqualTo("1");
    assertThat(answer.at("/hasRan")).isEqualTo("true");
  }

  @Test
  void discoveryByHandWithoutATimeoutIsAcceptedAtOnce() throws Exception {
    Answer answer = service.rest("POST", "/cluster/discover");

    assertThat(answer.status()).isEqualTo(202);
    String location = answer.headers().firstValue("location").orElse("");
    assertThat(location).isEqualTo("/cluster/rounds/" + answer.at("/round"));
    service.await("the round is over", () -> service.get(location).status() == 200);
    assertThat(answer.at("/errors")).isEqualTo("[]");
  }

  @Test
  void theStateAtAGlance() throws Exception {
    Answer answer = service.get("/cluster");

    assertThat(answer.at("/node/name")).isEqualTo(Surroundings.SELF);
    assertThat(answer.at("/node/alive")).isEqualTo("true");
    assertThat(answer.at("/queries/0")).isEqualTo("beam=" + Surroundings.QUERY);
    assertThat(answer.at("/intervalMillis")).isEqualTo("1000");
    assertThat(answer.json().path("conditions").isEmpty()).isFalse();
    assertThat(answer.json().path("lastRound").path("startedAt").asText()).endsWith("Z");
  }

  @Test
  void aTerminalGetsATextAndABrowserThePage() throws Exception {
    Answer text = service.rest("GET", "/", "Accept", "*/*");
    assertThat(text.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(text.body())
        .startsWith("nessie-cluster ")
        .contains("\nWRONG\n  beam@127.0.0.1: name_not_registered: ")
        .contains("\nDNS   " + Surroundings.QUERY + "   A 1 (ttl ");

    Answer page = service.rest("GET", "/", "Accept", "text/html");
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    List<String> files =
        Pattern.compile("(?:src|href)=\"/?(page/[^\"]+)\"")
            .matcher(page.body())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(files).isNotEmpty();
    for (String file : files) {
      assertThat(service.get("/" + file).status()).as(file).isEqualTo(200);
    }
  }

  @Test
  void whoWatchesIsToldOfEachRound() throws Exception {
    URLConnection watch = service.api("/?watch").toURL().openConnection();
    watch.setReadTimeout(60_000);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(watch.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).startsWith("nessie-cluster ");
      String line = lines.readLine();
      while (!line.contains("  round-completed  round ")) {
        line = lines.readLine();
      }
      assertThat(line).endsWith(" 1 node, 1 failed dial");
    }
  }

  @Test
  void curlGetsItForEyes() throws Exception {
    assertThat(service.rest("GET", "/cluster/nodes", "User-Agent", "curl/8.5.0").body())
        .startsWith("{\n  \"nodes\": [{\n")
        .endsWith("}\n");
    assertThat(service.get("/cluster/nodes").body()).startsWith("{\"nodes\":[{").endsWith("}\n");
  }

  @Test
  void itTellsItsVersion() throws Exception {
    String version = service.get("/cluster").at("/version");

    assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(service.getManagement("/q/metrics").body())
        .contains("nessie_cluster_build_info{version=\"" + version + "\"} 1.0");
  }

  @Test
  void aNodeThatFailsIsListedWithItsLastFailure() throws Exception {
    assertThat(service.get("/cluster/nodes").at("/nodes/0/self")).isEqualTo("true");
    Answer failing = service.get("/cluster/nodes?state=failing");
    assertThat(failing.at("/nodes/0/name")).isEqualTo("beam@127.0.0.1");
    assertThat(service.get("/cluster/nodes/beam@127.0.0.1").at("/lastFailure/cause"))
        .isEqualTo("name_not_registered");
    assertThat(service.get("/cluster/errors").at("/errors/0/node")).isEqualTo("beam@127.0.0.1");
    assertThat(service.get("/cluster/has-ran").json())
        .isEqualTo(new ObjectMapper().readTree("{\"hasRan\":true}"));
    assertThat(service.get("/cluster/rounds/latest").json().path("round").asLong()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /cluster/discover?timeout=soon, 400, bad-parameter",
    "GET, /cluster/nodes?state=sleeping, 400, bad-parameter",
    "GET, /cluster/nodes/nobody@127.0.0.9, 404, unknown-node",
    "GET, /cluster/rounds/0, 404, unknown-round",
    "GET, /nothing/here, 404, not-found",
    "DELETE, /cluster/errors, 405, method-not-allowed",
    "POST, /cluster/stop, 401, unauthorized",
    "POST, /cluster/start, 401, unauthorized"
  })
  void anErrorIsAProblem(String method, String path, int status, String slug) throws Exception {
    Answer answer = service.rest(method, path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.at("/type")).isEqualTo("urn:nessie-cluster:problem:" + slug);
    assertThat(answer.at("/status")).isEqualTo(Integer.toString(status));
    assertThat(answer.at("/detail")).isNotEmpty();
  }

  @Test
  void whoBearsTheTokenStopsAndStartsPolling() throws Exception {
    Answer stopped = service.rest("POST", "/cluster/stop", AUTHORIZED);
    try {
      assertThat(stopped.status()).isEqualTo(200);
      assertThat(stopped.at("/state")).isEqualTo("stopped");
      Answer refused = service.get("/cluster/discover");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.at("/type")).isEqualTo("urn:nessie-cluster:problem:discovery-stopped");
    } finally {
      assertThat(service.rest("POST", "/cluster/start", AUTHORIZED).at("/state"))
          .isEqualTo("running");
    }
  }

  @ParameterizedTest
  @CsvSource({"started, discovery started", "ready, discovery ready", "live, discovery live"})
  void aProbeIsUpAndTellsWhatItKnows(String probe, String check) throws Exception {
    Answer answer = service.probe(probe);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/status")).isEqualTo("UP");
    assertThat(answer.json().path("checks"))
        .filteredOn(each -> each.path("name").asText().equals(check))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.at("/data/query").asText()).isEqualTo(Surroundings.QUERY);
              assertThat(each.at("/data/hasRan").asBoolean()).isTrue();
              assertThat(each.at("/data/failing").asInt()).isEqualTo(1);
            });
  }

  @Test
  void probesAreOnTheManagementPortAlone() throws Exception {
    assertThat(service.get("/q/health/ready").status()).isEqualTo(404);
  }

  private static JsonNode openApi() throws Exception {
    Answer document = service.get("/q/openapi?format=json"); // every 404 of this port names it
    assertThat(document.status()).isEqualTo(200);
    return document.json();
  }
}
