package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.when;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The description of the API describes every route, as it is. */
@QuarkusTest
@Timeout(60)
class OpenApiTest {

  private ApiDocument api;

  @BeforeEach
  void fetch() throws Exception {
    api = ApiDocument.fetch();
  }

  @Test
  void everyRouteIsThere() {
    assertThat(api.operations())
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
    for (String operation : api.operations()) {
      JsonNode described = api.operation(operation);
      assertThat(described.at("/summary").asText()).as(operation).isNotBlank();
      described
          .at("/parameters")
          .forEach(
              parameter ->
                  assertThat(api.resolved(parameter).at("/description").asText())
                      .as(operation + " " + parameter.at("/name"))
                      .isNotBlank());
      assertThat(described.at("/responses").size()).as(operation).isPositive();
      described
          .at("/responses")
          .forEach(
              response ->
                  assertThat(api.resolved(response).at("/description").asText())
                      .as(operation)
                      .isNotBlank());
    }
  }

  /** Generated clients call their functions so: a name that changes is a break. */
  @Test
  void everyOperationHasItsNameForGood() {
    Map<String, String> ids = new TreeMap<>();
    api.operations()
        .forEach(each -> ids.put(api.operation(each).at("/operationId").asText(), each));

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
  void theRoundThatIsNamedIsDescribed() {
    JsonNode accepted = api.operation("POST /cluster/discover").at("/responses/202");

    assertThat(accepted.at("/headers/Location/description").asText()).isNotBlank();
    assertThat(accepted.at("/headers/Location/schema/type").asText()).isEqualTo("string");
    assertThat(accepted.at("/content/application~1json/schema/$ref").asText())
        .endsWith("/DiscoveryResponse");
  }

  @Test
  void whatNeedsATokenAndWhatNeedsNoneSaysSo() {
    for (String operation : api.operations()) {
      boolean isGuarded = api.operation(operation).at("/responses").has("401");

      assertThat(api.operation(operation).at("/responses").has("403"))
          .as(operation)
          .isEqualTo(isGuarded);
      assertThat(api.operation(operation).at("/security").isArray()).as(operation).isTrue();
      assertThat(api.operation(operation).at("/security").isEmpty())
          .as(operation)
          .isEqualTo(!isGuarded);
    }
  }

  @Test
  void everyErrorIsAProblem() {
    for (String operation : api.operations()) {
      for (Map.Entry<String, JsonNode> response :
          api.operation(operation).at("/responses").properties()) {
        if (response.getKey().startsWith("4") || response.getKey().startsWith("5")) {
          assertThat(
                  api.resolved(response.getValue()).at("/content").has("application/problem+json"))
              .as(operation + " " + response.getKey())
              .isTrue();
        }
      }
    }
  }

  @Test
  void optionsTellsWhatIsDescribed() {
    for (Map.Entry<String, JsonNode> path : api.root().at("/paths").properties()) {
      String url = path.getKey().replaceAll("\\{\\w+}", "any");
      String allow =
          when().request(Method.OPTIONS, url).then().statusCode(200).extract().header("Allow");

      assertThat(allowed(allow)).as(url).isEqualTo(ApiDocument.described(path.getValue()));
    }
  }

  /** A GET of what can only be posted is one of them: a path with a name in it may take it. */
  @Test
  void everyMethodThatIsNotDescribedIsRefusedWithThoseThatAre() {
    for (Map.Entry<String, JsonNode> path : api.root().at("/paths").properties()) {
      Set<String> described = ApiDocument.described(path.getValue());
      String url = path.getKey().replaceAll("\\{\\w+}", "any");
      for (String method : ApiDocument.METHODS) {
        if (!described.contains(method)) {
          String allow =
              assertProblem(when().request(method, url).then(), 405, "method-not-allowed")
                  .extract()
                  .header("Allow");

          assertThat(allowed(allow)).as(method + " " + url).isEqualTo(described);
        }
      }
    }
  }

  private static Set<String> allowed(String allow) {
    return new TreeSet<>(Arrays.asList(allow.split(", ")));
  }
}
