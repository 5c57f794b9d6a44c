package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who is to be joined with whom.
 *
 * @param from a member
 * @param to another one; which of the two is asked to connect is the plan's business
 */
@Schema(description = "Who is to be joined with whom, in either order")
public record JoinRequest(
    @Schema(examples = "app@10.0.0.5", required = true) String from,
    @Schema(examples = "app@10.0.0.2", required = true) String to) {

  private static final String ALLOWED =
      "allowed is JSON such as {\"from\": \"app@10.0.0.5\", \"to\": \"app@10.0.0.2\"}, with the"
          + " names of two members";

  /**
   * Reads the body of a request.
   *
   * @throws ProblemException for all that is not allowed, with a line that says what is
   */
  static JoinRequest of(byte[] body, ObjectMapper mapper) {
    if (body.length == 0) {
      throw bad("there is no body");
    }
    JsonNode request = json(body, mapper);
    if (!request.isObject()) {
      throw bad("the body is not one JSON object");
    }
    JoinRequest read = new JoinRequest(name(request, "from"), name(request, "to"));
    if (read.from.equals(read.to)) {
      throw bad("from and to are the same member");
    }
    return read;
  }

  private static JsonNode json(byte[] body, ObjectMapper mapper) {
    try {
      return mapper
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .readTree(body);
    } catch (IOException e) { // Jackson's words are of its own inside
      throw bad("the body is not one JSON object");
    }
  }

  private static String name(JsonNode request, String field) {
    JsonNode value = request.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw bad(field + " is not the name of a node");
    }
    return value.textValue();
  }

  private static ProblemException bad(String what) {
    return new ProblemException(Problem.of("bad-body", "Bad body", 400, what + "; " + ALLOWED));
  }
}
