package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service with no setting at all: it discovers nothing, may be read, and tells every error. */
@QuarkusTest
@Timeout(60)
class IgnoringServiceTest {

  private static final String SELF = "nessie_cluster@127.0.0.1";

  @Test
  void itSaysThatItIgnores() {
    when()
        .get("/cluster")
        .then()
        .statusCode(200)
        .body("state", equalTo("ignoring"))
        .body("queries", equalTo(List.of()))
        .body("hasRan", equalTo(false))
        .body("lastRound", nullValue())
        .body("intervalMillis", equalTo(5000))
        .body("node.name", equalTo(SELF));
    when().get("/cluster/has-ran").then().body("hasRan", equalTo(false));
    when()
        .get("/cluster/errors")
        .then()
        .body("", equalTo(Map.of("errors", List.of(), "dns", List.of(), "flapping", List.of())));
    when().get("/cluster/nodes").then().body("nodes.name", equalTo(List.of(SELF)));
  }

  @Test
  void discoveryByHandNamesThePresentNodesAndRunsNoRound() {
    when()
        .get("/cluster/discover")
        .then()
        .statusCode(200)
        .body("nodes", equalTo(List.of(SELF)))
        .body("errors", equalTo(List.of()))
        .body("hasRan", equalTo(false));
    when()
        .post("/cluster/discover")
        .then()
        .statusCode(200) // no round will run that a Location could lead to
        .header("Location", nullValue())
        .body("nodes", equalTo(List.of(SELF)))
        .body("hasRan", equalTo(false));
    assertProblem(when().get("/cluster/rounds/latest").then(), 404, "unknown-round");
    assertProblem(when().get("/cluster/rounds/1").then(), 404, "unknown-round");
  }

  @Test
  void itIsReady() {
    for (String probe : List.of("started", "ready", "live")) {
      when().get("/q/health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster/stop", "/cluster/start"})
  void whatChangesItIsClosed(String path) {
    assertProblem(when().post(path).then(), 403, "read-only")
        .body("detail", containsString("nessie-cluster.api.read-only=false"));
    assertProblem(
        given().header("Authorization", "Bearer any").post(path).then(), 403, "read-only");
    when().get("/cluster").then().body("state", equalTo("ignoring"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/cluster/nothing", "/cluster/discover/now", "/clusters", "/faulty/x"})
  void anUnknownPathIsNotFound(String path) {
    assertProblem(when().get(path).then(), 404, "not-found");
    assertProblem(given().accept("text/html").get(path).then(), 404, "not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/cluster,GET HEAD OPTIONS",
    "POST,/cluster,GET HEAD OPTIONS",
    "DELETE,/cluster/discover,GET HEAD OPTIONS POST",
    "PATCH,/cluster/discover,GET HEAD OPTIONS POST",
    "DELETE,/cluster/nodes,GET HEAD OPTIONS",
    "POST,/cluster/nodes/app@10.0.0.1,GET HEAD OPTIONS",
    "POST,/cluster/errors,GET HEAD OPTIONS",
    "POST,/cluster/has-ran,GET HEAD OPTIONS",
    "DELETE,/cluster/rounds/latest,GET HEAD OPTIONS",
    "GET,/cluster/stop,OPTIONS POST",
    "DELETE,/cluster/start,OPTIONS POST"
  })
  void aWrongMethodIsRefusedWithThoseThatAreAllowed(Method method, String path, String allowed) {
    String allow =
        assertProblem(when().request(method, path).then(), 405, "method-not-allowed")
            .extract()
            .header("Allow");

    assertThat(new HashSet<>(Arrays.asList(allow.split(", "))))
        .isEqualTo(Set.of(allowed.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cluster", "/cluster/nodes", "/cluster/errors", "/cluster/discover"})
  void aFormatThatItDoesNotSpeakIsNotAcceptable(String path) {
    assertProblem(given().accept("text/html").get(path).then(), 406, "not-acceptable")
        .body("detail", containsString("application/json"));
  }

  @Test
  void aBrowserGetsJson() {
    given()
        .accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
        .get("/cluster")
        .then()
        .statusCode(200)
        .contentType("application/json");
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() {
    when()
        .head("/cluster")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(emptyString());
    when().head("/cluster/nodes/nobody").then().statusCode(404).body(emptyString());
  }

  @Test
  void optionsNamesTheMethods() {
    String allow =
        when().options("/cluster/discover").then().statusCode(200).extract().header("Allow");

    assertThat(allow.split(", ?")).contains("GET", "POST", "HEAD", "OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "error", "state"})
  void aFaultOfTheServiceShowsNothingOfItsInside(String how) {
    assertProblem(given().queryParam("how", how).get("/faulty").then(), 500, "internal-error")
        .body(not(containsString("inside of the service")));
  }
}
