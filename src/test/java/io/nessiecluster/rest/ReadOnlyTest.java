package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By default nothing that runs can be changed. */
@QuarkusTest
@Timeout(60)
class ReadOnlyTest {

  @Test
  void noMutatingRouteAnswersWithoutTheGuard() {
    assertThat(MutatingRoutes.described())
        .extracting(MutatingRoutes.Route::toString)
        .containsExactlyInAnyOrder(
            "POST /cluster/start",
            "POST /cluster/stop",
            "POST /cluster/mesh/join",
            "POST /cluster/mesh/pause",
            "POST /cluster/mesh/resume",
            "POST /cluster/nodes/app@10.0.0.1/connection",
            "DELETE /cluster/nodes/app@10.0.0.1/connection");
    for (MutatingRoutes.Route route : MutatingRoutes.described()) {
      given()
          .request(route.method(), route.path())
          .then()
          .statusCode(403)
          .contentType("application/problem+json")
          .body("type", is("urn:nessie-cluster:problem:read-only"))
          .body("detail", containsString("nessie-cluster.api.read-only=false"));
    }
  }
}
