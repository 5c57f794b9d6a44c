package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By default nobody connects or disconnects anything. */
@QuarkusTest
@Timeout(60)
class ReadOnlyConnectionTest {

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE"})
  void theRouteIsClosedAndSaysWhichSettingOpensIt(String method) {
    given()
        .request(method, "/cluster/nodes/app@10.0.0.1/connection")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("type", is("urn:nessie-cluster:problem:read-only"))
        .body("detail", containsString("nessie-cluster.api.read-only=false"));
  }
}
