package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client library would send are answered by a problem, too. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class HttpProblemsTest {

  private static final int TIMEOUT_MILLIS = 20_000;

  @TestHTTPResource URI base;

  private record Raw(int status, String head, String body) {
    static Raw of(String response) {
      int end = response.indexOf("\r\n\r\n");
      return new Raw(
          Integer.parseInt(response.split(" ")[1]),
          response.substring(0, end).toLowerCase(Locale.ROOT),
          response.substring(end + 4));
    }
  }

  /** What comes back until the service closes. */
  private Raw send(String request) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return Raw.of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void assertProblem(Raw raw, int status, String slug) throws IOException {
    assertThat(raw.status()).as(raw.body()).isEqualTo(status);
    assertThat(raw.head())
        .contains("content-type: application/problem+json")
        .contains("cache-control: no-store");
    assertThat(raw.body()).endsWith("}\n");
    JsonNode problem = new ObjectMapper().readTree(raw.body());
    assertThat(problem.at("/type").asText()).isEqualTo("urn:nessie-cluster:problem:" + slug);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/detail").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a b",
        "Host: <script>",
        "Host: a:99999999",
        "Host: [::1",
        "Host: a/b",
        "Host: me@b",
        "Host: \u00e9",
        "Host: a\r\nHost: b",
        "X: no host"
      })
  void aHostThatIsNoneIsAProblem(String header) throws IOException {
    for (String path : new String[] {"/cluster", "/cluster/events", "/q/openapi", "/nothing"}) {
      for (String accept : new String[] {"text/html", "application/json", "*/*"}) {
        String request =
            "GET %s HTTP/1.1\r\n%s\r\nAccept: %s\r\nConnection: close\r\n\r\n"
                .formatted(path, header, accept);

        assertProblem(send(request), 400, "bad-host");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, X: no host", "1.1, Host:", "1.1, 'Host: [::1]:8080'"})
  void aHostThatMayBeMissingOrEmptyIsNone(String version, String header) throws IOException {
    String request = "GET /cluster/has-ran HTTP/%s\r\n%s\r\nConnection: close\r\n\r\n";

    assertThat(send(request.formatted(version, header)).status()).isEqualTo(200);
  }

  @Test
  void aFaultOfARouteIsAProblemWithNothingOfTheInside() throws IOException {
    for (String accept : new String[] {"text/html", "application/json"}) {
      Raw raw =
          send(
              "GET %s HTTP/1.1\r\nHost: a\r\nAccept: %s\r\nConnection: close\r\n\r\n"
                  .formatted(FaultyRoute.PATH, accept));

      assertProblem(raw, 500, "internal-error");
      assertThat(raw.body()).doesNotContain("of the inside", "Exception");
    }
  }

  @Test
  void noHostIsReflected() throws IOException {
    Raw accepted =
        send("POST /cluster/discover HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.head()).contains("location: /cluster/rounds/").doesNotContain("evil");
  }
}
