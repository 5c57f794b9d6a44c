package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The description of the API describes every schema to the last field. */
@QuarkusTest
@Timeout(60)
class OpenApiSchemasTest {

  private ApiDocument api;

  @BeforeEach
  void fetch() throws Exception {
    api = ApiDocument.fetch();
  }

  @Test
  void everyFieldThatIsAlwaysThereIsRequired() {
    assertThat(required("ClusterResponse"))
        .containsExactlyInAnyOrder(
            "name",
            "version",
            "node",
            "queries",
            "recordTypes",
            "state",
            "hasRan",
            "counts",
            "conditions");
    assertThat(required("Problem")).containsExactlyInAnyOrder("type", "title", "status", "detail");
    assertThat(required("EventResponse")).containsExactlyInAnyOrder("type", "at");
    assertThat(required("JoinRequest")).containsExactly("from", "to");
    api.root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (schema.getValue().has("properties")) {
                assertThat(schema.getValue().at("/required").isEmpty())
                    .as(schema.getKey())
                    .isFalse();
              }
            });
  }

  @Test
  void everyTextOfAClosedSetTellsItsValues() {
    assertThat(values("NodeResponse", "state"))
        .containsExactly("discovered", "connected", "failing", "vanished");
    assertThat(values("NodeResponse", "direction")).containsExactly("outbound", "inbound");
    assertThat(values("LookupResponse", "outcome")).contains("answer", "partial", "servfail");
    assertThat(values("NodeErrorResponse", "cause")).contains("cookie_mismatch");
    assertThat(values("LastFailure", "cause")).contains("cookie_mismatch", "node_stopped");
    assertThat(values("ConditionResponse", "type")).contains("MeshWhole");
    assertThat(values("EventResponse", "type"))
        .contains("node-failing", "dns-recovered", "acted-by-hand", "round-completed")
        .hasSizeGreaterThan(18);
  }

  @Test
  void everyExampleIsOneOfItsField() {
    api.root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .at("/properties")
                    .properties()
                    .forEach(
                        field ->
                            assertExamples(
                                schema.getKey() + " " + field.getKey(), field.getValue())));
  }

  private static void assertExamples(String name, JsonNode field) {
    for (JsonNode example : field.at("/examples")) {
      assertThat(
              switch (field.at("/type").asText()) {
                case "string" -> example.isTextual();
                case "integer" -> example.isIntegralNumber();
                case "boolean" -> example.isBoolean();
                case "array" -> example.isArray();
                default -> example.isObject();
              })
          .as(name + ": " + example)
          .isTrue();
      if (field.has("enum")) {
        assertThat(field.at("/enum")).as(name).contains(example);
      }
    }
  }

  @Test
  void everySchemaOfAResponseIsDescribed() {
    api.root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (schema.getValue().at("/type").asText().equals("object")) {
                assertThat(schema.getValue().at("/description").asText())
                    .as(schema.getKey())
                    .isNotBlank();
              }
            });
  }

  @Test
  void everyReferenceHasItsTarget() {
    assertThat(api.root().findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(api.root().at(ref.substring(1)).isObject()).as(ref).isTrue());
  }

  private List<String> required(String schema) {
    return texts(api.root().at("/components/schemas/" + schema + "/required"));
  }

  private List<String> values(String schema, String field) {
    return texts(api.root().at("/components/schemas/" + schema + "/properties/" + field + "/enum"));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
