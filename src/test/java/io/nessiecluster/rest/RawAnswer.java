package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The answer to a request that no client library would send. */
record RawAnswer(int status, String head, String body) {

  private static final int TIMEOUT_MILLIS = 20_000;

  /** What comes back until the service closes. */
  static RawAnswer to(String request, URI base) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return of(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static RawAnswer of(String response) {
    int end = response.indexOf("\r\n\r\n");
    return new RawAnswer(
        Integer.parseInt(response.split(" ")[1]),
        response.substring(0, end).toLowerCase(Locale.ROOT),
        response.substring(end + 4));
  }

  void assertProblem(int status, String slug) throws IOException {
    assertThat(this.status).as(body).isEqualTo(status);
    assertThat(head)
        .contains("content-type: application/problem+json")
        .contains("cache-control: no-store");
    assertThat(body).endsWith("}\n");
    JsonNode problem = new ObjectMapper().readTree(body);
    assertThat(problem.at("/type").asText()).isEqualTo("urn:nessie-cluster:problem:" + slug);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/detail").asText()).isNotBlank();
  }
}
