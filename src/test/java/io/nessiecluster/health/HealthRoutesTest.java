package io.nessiecluster.health;

import static io.nessiecluster.rest.Eventually.eventually;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.rest.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The probes of a service whose first round hangs, and then ends. */
@QuarkusTest
@TestProfile(FakeWorld.HangingFromTheStart.class)
@Timeout(60)
class HealthRoutesTest {

  @Inject FakeLookup lookup;

  @Test
  void theProbesFollowTheFirstRound() {
    lookup.addresses(FakeWorld.QUERY, RecordType.A, "10.0.0.1");
    when()
        .get("/q/health/started")
        .then()
        .statusCode(503)
        .body("status", equalTo("DOWN"))
        .body("checks.name", hasItem("discovery started"))
        .body("checks.find { it.name == 'discovery started' }.data.hasRan", equalTo(false));
    when().get("/q/health/ready").then().statusCode(503);
    when()
        .get("/q/health/live")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'discovery live' }.status", equalTo("UP"));

    lookup.release();

    eventually(
        "the first round is over", () -> when().get("/q/health/started").statusCode() == 200);
    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'discovery ready' }.data.query", equalTo(FakeWorld.QUERY))
        .body("checks.find { it.name == 'discovery ready' }.data.nodes", equalTo(1))
        .body("checks.find { it.name == 'discovery ready' }.data.errors", equalTo(0))
        .body("checks.find { it.name == 'discovery ready' }.data.lastRound", equalTo(1));
    when().get("/q/health").then().statusCode(200).body("status", equalTo("UP"));
  }
}
