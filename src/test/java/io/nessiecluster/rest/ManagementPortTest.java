package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the port of the probes answers when it is one of its own, as in production. */
@QuarkusTest
@TestProfile(ManagementPortTest.OnAPortOfItsOwn.class)
@Timeout(60)
class ManagementPortTest {

  /** As the packaged application, with a port that nobody else has. */
  public static final class OnAPortOfItsOwn extends FakeWorld {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
      overrides.put("quarkus.management.enabled", "true");
      overrides.put("quarkus.management.test-port", "0");
      return overrides;
    }
  }

  @TestHTTPResource(value = "/", management = true)
  URI base;

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404, not-found",
    "GET, /nothing, 404, not-found",
    "GET, /q/nothing, 404, not-found",
    "POST, /cluster, 404, not-found",
    "GET, /%zz, 400, bad-request",
    "GET, /q/%zz, 400, bad-request"
  })
  void whatIsNotHereIsAProblem(String method, String path, int status, String slug)
      throws IOException {
    send(method, path).assertProblem(status, slug);
  }

  @Test
  void itSaysWhatIsHere() throws IOException {
    String body = send("GET", "/").body();

    for (String path :
        new String[] {"/q/health/started", "/q/health/ready", "/q/health/live", "/q/metrics"}) {
      assertThat(body).contains(path);
      assertThat(send("GET", path).status()).isNotEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/health",
        "/q/health/started",
        "/q/health/ready",
        "/q/health/live",
        "/q/metrics"
      })
  void whatIsHereEndsWithANewline(String path) throws IOException {
    assertThat(send("GET", path).body())
        .hasSizeGreaterThan(1)
        .endsWith("\n")
        .doesNotEndWith("\n\n");
  }

  private RawAnswer send(String method, String path) throws IOException {
    return RawAnswer.to(
        "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(method, path), base);
  }
}
