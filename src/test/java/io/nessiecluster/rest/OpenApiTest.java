package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
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
            "GET /cluster/rounds/{number}",
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
                  assertThat(resolved(parameter).at("/description").asText())
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

  /** Generated clients call their functions so: a name that changes is a break. */
  @Test
  void everyOperationHasItsNameForGood() {
    Map<String, String> ids = new TreeMap<>();
    operations().forEach(each -> ids.put(operation(each).at("/operationId").asText(), each));

    assertThat(ids)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry("connectNode", "POST /cluster/nodes/{name}/connection"),
                entry("disconnectNode", "DELETE /cluster/nodes/{name}/connection"),
                entry("discover", "GET /cluster/discover"),
                entry("getCheck", "GET /cluster/checks/{id}"),
                entry("getCluster", "GET /cluster"),
                entry("getErrors", "GET /cluster/errors"),
                entry("getHasRan", "GET /cluster/has-ran"),
                entry("getLatestRound", "GET /cluster/rounds/latest"),
                entry("getMember", "GET /cluster/mesh/{name}"),
                entry("getMesh", "GET /cluster/mesh"),
                entry("getMeshHealth", "GET /cluster/mesh/health"),
                entry("getMeshPlan", "GET /cluster/mesh/plan"),
                entry("getNode", "GET /cluster/nodes/{name}"),
                entry("getRound", "GET /cluster/rounds/{number}"),
                entry("joinMembers", "POST /cluster/mesh/join"),
                entry("listChecks", "GET /cluster/checks"),
                entry("listNodes", "GET /cluster/nodes"),
                entry("listRounds", "GET /cluster/rounds"),
                entry("listTargets", "GET /cluster/targets"),
                entry("pauseJoining", "POST /cluster/mesh/pause"),
                entry("requestDiscovery", "POST /cluster/discover"),
                entry("resumeJoining", "POST /cluster/mesh/resume"),
                entry("startPolling", "POST /cluster/start"),
                entry("stopPolling", "POST /cluster/stop"),
                entry("streamEvents", "GET /cluster/events")));
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
    document
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
    document
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
  void theRoundThatIsNamedIsDescribed() {
    JsonNode accepted = operation("POST /cluster/discover").at("/responses/202");

    assertThat(accepted.at("/headers/Location/description").asText()).isNotBlank();
    assertThat(accepted.at("/headers/Location/schema/type").asText()).isEqualTo("string");
    assertThat(accepted.at("/content/application~1json/schema/$ref").asText())
        .endsWith("/DiscoveryResponse");
  }

  @Test
  void whatNeedsATokenAndWhatNeedsNoneSaysSo() {
    for (String operation : operations()) {
      boolean isGuarded = operation(operation).at("/responses").has("401");

      assertThat(operation(operation).at("/responses").has("403"))
          .as(operation)
          .isEqualTo(isGuarded);
      assertThat(operation(operation).at("/security").isArray()).as(operation).isTrue();
      assertThat(operation(operation).at("/security").isEmpty())
          .as(operation)
          .isEqualTo(!isGuarded);
    }
  }

  @Test
  void optionsTellsWhatIsDescribed() {
    for (Map.Entry<String, JsonNode> path : document.at("/paths").properties()) {
      String url = path.getKey().replaceAll("\\{\\w+}", "any");
      String allow =
          when().request(Method.OPTIONS, url).then().statusCode(200).extract().header("Allow");

      assertThat(methods(allow)).as(url).isEqualTo(described(path.getValue()));
    }
  }

  private List<String> required(String schema) {
    return texts(document.at("/components/schemas/" + schema + "/required"));
  }

  private List<String> values(String schema, String field) {
    return texts(document.at("/components/schemas/" + schema + "/properties/" + field + "/enum"));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
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
      Set<String> described = described(path.getValue());
      String url = path.getKey().replaceAll("\\{\\w+}", "any");
      for (String method : METHODS) {
        if (!described.contains(method)) {
          String allow =
              assertProblem(when().request(method, url).then(), 405, "method-not-allowed")
                  .extract()
                  .header("Allow");

          assertThat(methods(allow)).as(method + " " + url).isEqualTo(described);
        }
      }
    }
  }

  private static Set<String> methods(String allow) {
    return new TreeSet<>(Arrays.asList(allow.split(", ")));
  }

  /** What the document describes, and what comes with it. */
  private static Set<String> described(JsonNode path) {
    Set<String> methods = methods(path);
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
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
