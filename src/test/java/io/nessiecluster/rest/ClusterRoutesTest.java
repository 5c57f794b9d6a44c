package io.nessiecluster.rest;

import static io.nessiecluster.rest.FakeWorld.QUERY;
import static io.nessiecluster.rest.FakeWorld.SELF;
import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.round.Discovery;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state after a round that connected one node of two, while IPv6 could not be looked up. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class ClusterRoutesTest {

  @Inject FakeLookup lookup;
  @Inject FakeConnector connector;
  @Inject Discovery discovery;

  @BeforeEach
  void aRound() {
    lookup.release();
    lookup.remove(QUERY);
    connector.reset();
    discovery.start();
    when().get("/cluster/discover").then().statusCode(200); // forgets what others left

    lookup.addresses(QUERY, RecordType.A, "10.0.0.1", "10.0.0.3");
    lookup.fails(QUERY, RecordType.AAAA, Reason.TIMEOUT);
    connector.fails("app@10.0.0.3", ConnectCause.NAME_NOT_REGISTERED);
    when().get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void theClusterAtAGlance() {
    when()
        .get("/cluster")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("name", equalTo("nessie_cluster"))
        .body("node.keySet()", equalTo(Set.of("name", "alive", "hidden", "port")))
        .body("node.name", equalTo(SELF))
        .body("node.alive", equalTo(false))
        .body("queries", equalTo(List.of(QUERY)))
        .body("recordTypes", equalTo(List.of("A", "AAAA")))
        .body("state", equalTo("running"))
        .body("hasRan", equalTo(true))
        .body("lastRound.number", notNullValue())
        .body("lastRound.errors", equalTo(1))
        .body("lastRound.failedLookups", equalTo(1))
        .body("counts.known", equalTo(2))
        .body("counts.connected", equalTo(1))
        .body("counts.failing", equalTo(1))
        .body("counts.vanished", equalTo(0));
  }

  @Test
  void conditionsHaveTheFormOfKubernetes() {
    when()
        .get("/cluster")
        .then()
        .body(
            "conditions.collect { it.keySet() }.unique()",
            equalTo(List.of(Set.of("type", "status", "reason", "message", "lastTransitionTime"))))
        .body("conditions.type", hasItems("Discovered", "DnsAnswering", "PeersConnected"))
        .body("conditions.find { it.type == 'Discovered' }.status", equalTo("True"))
        .body("conditions.find { it.type == 'DnsAnswering' }.status", equalTo("True"))
        .body("conditions.find { it.type == 'DnsAnswering' }.reason", equalTo("AnsweringInPart"))
        .body("conditions.find { it.type == 'PeersConnected' }.status", equalTo("False"));
  }

  @Test
  void errorsAreThoseOfTheLastRound() {
    when()
        .get("/cluster/errors")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("errors.node", equalTo(List.of("app@10.0.0.3")))
        .body("errors.cause", equalTo(List.of("name_not_registered")))
        .body("dns.type", equalTo(List.of("AAAA")))
        .body("dns.cause", equalTo(List.of("dns_timeout")));

    lookup.addresses(QUERY, RecordType.AAAA);
    connector.reset();
    when().get("/cluster/discover").then().statusCode(200);

    when()
        .get("/cluster/errors")
        .then()
        .body("errors", equalTo(List.of()))
        .body("dns", equalTo(List.of()));
  }

  @Test
  void hasRanIsOneField() {
    when()
        .get("/cluster/has-ran")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("", equalTo(Map.of("hasRan", true)));
  }

  @Test
  void nodesAreTheOwnOneAndAllThatAreKnown() {
    when()
        .get("/cluster/nodes")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("nodes.name", equalTo(List.of(SELF, "app@10.0.0.1", "app@10.0.0.3")))
        .body("nodes.self", equalTo(List.of(true, false, false)))
        .body("nodes.state", equalTo(List.of("failing", "connected", "failing")))
        .body("nodes[1].discoveredBy", equalTo(List.of(QUERY)))
        .body("nodes[1].direction", equalTo("outbound"))
        .body("nodes[1].since", notNullValue())
        .body("nodes[2].lastFailure.cause", equalTo("name_not_registered"))
        .body("nodes[2].lastFailure.hint", notNullValue());
  }

  @ParameterizedTest
  @CsvSource({"connected,1", "failing,2", "discovered,0", "vanished,0"})
  void nodesCanBeFilteredByState(String state, int count) {
    given()
        .queryParam("state", state)
        .get("/cluster/nodes")
        .then()
        .statusCode(200)
        .body("nodes.size()", equalTo(count))
        .body("nodes.findAll { it.state != '" + state + "' }", equalTo(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "up", "CONNECTED", "connected,failing"})
  void aStateThatDoesNotExistIsRefused(String state) {
    assertProblem(
            given().queryParam("state", state).get("/cluster/nodes").then(), 400, "bad-parameter")
        .body("detail", allOf(containsString("state=" + state), containsString("allowed")));
  }

  @Test
  void oneNodeHasItsOwnPage() {
    when()
        .get("/cluster/nodes/app@10.0.0.1")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("name", equalTo("app@10.0.0.1"))
        .body("connected", equalTo(true));
    given()
        .urlEncodingEnabled(false)
        .get("/cluster/nodes/app%4010.0.0.3")
        .then()
        .body("state", equalTo("failing"));
    when().get("/cluster/nodes/" + SELF).then().body("self", equalTo(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app@10.0.0.2", "nobody", "a b", "%00"})
  void anUnknownNodeIsNotFound(String name) {
    assertProblem(given().get("/cluster/nodes/{name}", name).then(), 404, "unknown-node")
        .body("detail", containsString("GET /cluster/nodes"));
  }

  @Test
  void whoeverIsAllowedStopsAndStartsPolling() {
    when().post("/cluster/stop").then().statusCode(200).body("state", equalTo("stopped"));
    when().post("/cluster/stop").then().statusCode(200).body("state", equalTo("stopped"));
    when()
        .get("/cluster")
        .then()
        .body("state", equalTo("stopped"))
        .body("counts.connected", equalTo(1));

    when().post("/cluster/start").then().statusCode(200).body("state", equalTo("running"));
    when().post("/cluster/start").then().statusCode(200).body("state", equalTo("running"));
  }
}
