package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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

  private static final int MOST_BODY = 64 * 1024;

  @TestHTTPResource URI base;

  private RawAnswer send(String request) throws IOException {
    return RawAnswer.to(request, base);
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

        send(request).assertProblem(400, "bad-host");
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
      RawAnswer raw =
          send(
              "GET %s HTTP/1.1\r\nHost: a\r\nAccept: %s\r\nConnection: close\r\n\r\n"
                  .formatted(FaultyRoute.PATH, accept));

      raw.assertProblem(500, "internal-error");
      assertThat(raw.body()).doesNotContain("of the inside", "Exception");
    }
  }

  @Test
  void whoGoesAwayInTheMidstOfARequestLeavesNoLineInTheLog() throws IOException {
    try (LogLines log = LogLines.of(HttpProblems.class);
        Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: a\r\n\r\n"
                  .formatted(FaultyRoute.ABANDONED)
                  .getBytes(StandardCharsets.US_ASCII));
      FaultyRoute.awaitAbandoned();

      assertThat(log.lines()).isEmpty();
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/mesh/join", "/cluster", "/cluster/events", "/nothing"})
  void aBodyThatIsSaidToBeTooLargeIsAProblemAndIsNotWaitedFor(String path) throws IOException {
    RawAnswer raw =
        send(
            "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, MOST_BODY + 1));

    raw.assertProblem(413, "request-entity-too-large");
    assertThat(raw.head()).contains("connection: close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health/live",
        "/q/health",
        "/q/openapi",
        "/q/openapi?format=json",
        "/q/metrics"
      })
  void whatQuarkusAnswersEndsWithANewlineToo(String path) throws IOException {
    RawAnswer raw = send("GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(path));

    assertThat(raw.body()).hasSizeGreaterThan(1).endsWith("\n").doesNotEndWith("\n\n");
  }

  @Test
  void noHostIsReflected() throws IOException {
    RawAnswer accepted =
        send("POST /cluster/discover HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.head()).contains("location: /cluster/rounds/").doesNotContain("evil");
  }
}
