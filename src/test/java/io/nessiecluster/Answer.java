package io.nessiecluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the service.
 *
 * @param body its first megabyte; empty for a stream of events, which never ends
 */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final int MAX_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<InputStream> response) throws IOException {
    try (InputStream in = response.body()) {
      boolean endless =
          response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
      byte[] bytes = endless ? new byte[0] : in.readNBytes(MAX_BYTES);
      return new Answer(
          response.statusCode(), response.headers(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Its media type, as it was sent. */
  public String contentType() {
    return headers.firstValue("content-type").orElse("");
  }

  /** Its body, read. */
  public JsonNode json() throws IOException {
    return JSON.readTree(body);
  }

  /** The value at a JSON pointer, as text; empty when there is none. */
  public String at(String pointer) throws IOException {
    JsonNode node = json().at(pointer);
    return node.isContainerNode() ? node.toString() : node.asText();
  }
}
