package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The description of the API describes all of it. */
@QuarkusTest
@Timeout(60)
class OpenApiTest {

  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH");

  private JsonNode document;

  @BeforeEach
  void fetch() throws Exception {
    String text =
        given()
            .queryParam("format", "json")
            .get("/q/openapi")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    document = new ObjectMapper().readTree(text);
  }

  @Test
  void everyRouteIsThere() {
    assertThat(operations())
        .contains(
            "GET /cluster",
            "GET /cluster/discover",
            "POST /cluster/discover",
            "GET /cluster/errors",
            "GET /cluster/has-ran",
            "GET /cluster/mesh/plan",
            "GET /cluster/nodes",
            "GET /cluster/nodes/{name}",
            "GET /cluster/rounds/latest",
            "POST /cluster/mesh/join",
            "POST /cluster/mesh/pause",
            "POST /cluster/mesh/resume",
            "POST /cluster/start",
            "POST /cluster/stop");
  }

  @Test
  void everyRouteParameterAndResponseIsDescribed() {
    for (String operation : operations()) {
      JsonNode described = operation(operation);
      assertThat(described.at("/summary").asText()).as(operation).isNotBlank();
      described
          .at("/parameters")
          .forEach(
              parameter ->
                  assertThat(parameter.at("/description").asText())
                      .as(operation + " " + parameter.at("/name"))
                      .isNotBlank());
      assertThat(described.at("/responses").size()).as(operation).isPositive();
      described
          .at("/responses")
          .forEach(
              response ->
                  assertThat(resolved(response).at("/description").asText())
                      .as(operation)
                      .isNotBlank());
    }
  }

  @Test
  void everyReferenceHasItsTarget() {
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isObject()).as(ref).isTrue());
  }

  @Test
  void everyErrorIsAProblem() {
    for (String operation : operations()) {
      for (Map.Entry<String, JsonNode> response :
          operation(operation).at("/responses").properties()) {
        if (response.getKey().startsWith("4") || response.getKey().startsWith("5")) {
          assertThat(resolved(response.getValue()).at("/content").has("application/problem+json"))
              .as(operation + " " + response.getKey())
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyGuardedRouteTellsWhoIsRefused() {
    for (String operation : operations()) {
      JsonNode described = operation(operation);
      assertThat(described.at("/responses").has("401") && described.at("/responses").has("403"))
          .as(operation)
          .isEqualTo(described.has("security"));
    }
  }

  @Test
  void everySchemaOfAResponseIsDescribed() {
    document
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

  /** A GET of what can only be posted is one of them: a path with a name in it may take it. */
  @Test
  void everyMethodThatIsNotDescribedIsRefusedWithThoseThatAre() {
    for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
      Set<String> described = methods(path.getValue());
      Set<String> allowed = new TreeSet<>(described);
      allowed.add("OPTIONS");
      if (described.contains("GET")) {
        allowed.add("HEAD");
      }
      String url = path.getKey().replaceAll("\\{\\w+}", "any");
      for (String method : METHODS) {
        if (!described.contains(method)) {
          String allow =
              assertProblem(when().request(method, url).then(), 405, "method-not-allowed")
                  .extract()
                  .header("Allow");

          assertThat(new TreeSet<>(Arrays.asList(allow.split(", "))))
              .as(method + " " + url)
              .isEqualTo(allowed);
        }
      }
    }
  }

  private Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
      methods(path.getValue()).forEach(method -> operations.add(method + " " + path.getKey()));
    }
    return operations;
  }

  private static Set<String> methods(JsonNode path) {
    Set<String> methods = new TreeSet<>();
    path.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
    methods.retainAll(METHODS);
    return methods;
  }

  private JsonNode operation(String operation) {
    String[] parts = operation.split(" ");
    return document.at("/paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
