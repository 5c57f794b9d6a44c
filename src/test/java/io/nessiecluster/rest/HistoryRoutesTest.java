package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds, a node's last events, and targets. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class HistoryRoutesTest {

  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;

  @AfterEach
  void forgetAll() {
    lookup.remove(FakeWorld.QUERY);
    peers.reset();
    when().get("/cluster/discover").then().statusCode(200);
  }

  private JsonPath discover(String... addresses) {
    lookup.addresses(FakeWorld.QUERY, RecordType.A, addresses);
    return when().get("/cluster/discover").then().statusCode(200).extract().jsonPath();
  }

  @Test
  void theLastRoundsComeNewestFirstAndNoMoreThanAskedFor() {
    int first = discover("10.0.0.1").getInt("round");
    int second = discover("10.0.0.1").getInt("round");

    given()
        .queryParam("limit", 2)
        .get("/cluster/rounds")
        .then()
        .statusCode(200)
        .body("rounds.round", contains(second, first));
    when().get("/cluster/rounds/latest").then().statusCode(200).body("round", equalTo(second));
  }

  @Test
  void eachRoundInMemoryHasItsRoute() {
    int first = discover("10.0.0.1").getInt("round");
    int second = discover("10.0.0.1", "10.0.0.2").getInt("round");

    for (int round : new int[] {first, second}) {
      when()
          .get("/cluster/rounds/" + round)
          .then()
          .statusCode(200)
          .body("round", equalTo(round))
          .body("nodes", hasSize(round == first ? 2 : 3));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.5", "99999999999999999999", "00"})
  void aRoundThatIsNoneIsUnknown(String number) {
    Problems.assertProblem(when().get("/cluster/rounds/" + number).then(), 404, "unknown-round");
  }

  @Test
  void aRoundIsToldInShortHoweverManyNodesFail() {
    String[] addresses = new String[1000];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "10.1." + i / 250 + "." + i % 250;
      peers.fails("app@" + addresses[i], ConnectCause.CONNECTION_REFUSED);
    }
    discover(addresses);

    String rounds =
        given()
            .queryParam("limit", 1)
            .get("/cluster/rounds")
            .then()
            .statusCode(200)
            .body("rounds[0].nodes", is(1))
            .body("rounds[0].errors", equalTo(Map.of("connection_refused", 1000)))
            .body("rounds[0].dns", equalTo(Map.of("answer", 1, "no_data", 1)))
            .extract()
            .asString();
    assertThat(rounds.length()).isLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "100000", "1.5", " 1"})
  void aLimitThatIsNoneIsABadParameter(String limit) {
    given()
        .queryParam("limit", limit)
        .get("/cluster/rounds")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", is("urn:nessie-cluster:problem:bad-parameter"));
  }

  @Test
  void aNodeTellsItsLastEventsTheNewestFirst() {
    peers.fails("app@10.0.0.3", ConnectCause.COOKIE_MISMATCH);
    discover("10.0.0.3");
    discover("10.0.0.3");

    when()
        .get("/cluster/nodes/app@10.0.0.3")
        .then()
        .statusCode(200)
        .body("events.type", contains("node-failing", "node-discovered"))
        .body("events[0].state", is("failing"))
        .body("events[0].cause", is("cookie_mismatch"))
        .body("events[0].failures", is(2))
        .body("events[0].hint", not(empty()));
  }

  @Test
  void aListOfNodesLeavesTheirEventsOut() {
    discover("10.0.0.1");

    when()
        .get("/cluster/nodes")
        .then()
        .statusCode(200)
        .body("nodes.findAll { it.containsKey('events') }", empty());
  }

  @Test
  void allNodesThatTheDnsNamesAreTargetsSoThatOneIsSeenToBeDown() {
    peers.fails("app@10.0.0.3", ConnectCause.CONNECT_TIMEOUT);
    lookup.addresses(FakeWorld.QUERY, RecordType.AAAA, "fd00::1");
    discover("10.0.0.1", "10.0.0.3");

    given()
        .queryParam("port", 9568)
        .get("/cluster/targets")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("targets.flatten()", contains("10.0.0.1:9568", "10.0.0.3:9568", "[fd00::1]:9568"))
        .body("labels.__meta_nessie_state", contains("connected", "failing", "connected"))
        .body("labels.__meta_nessie_discovered", everyItem(is("true")))
        .body("[0].labels.__meta_nessie_node", is("app@10.0.0.1"))
        .body("[0].labels.__meta_nessie_basename", is("app"))
        .body("[0].labels.__meta_nessie_state", is("connected"))
        .body("[0].labels.__meta_nessie_discovered", is("true"))
        .body("[0].labels.__meta_nessie_direction", is("outbound"))
        .body("[0].labels.__meta_nessie_cluster", is("nessie_cluster"));
    when()
        .get("/cluster/targets")
        .then()
        .body("targets.flatten()", contains("10.0.0.1", "10.0.0.3", "[fd00::1]"));
  }

  @Test
  void nodesThatHaveLeftAreTargetsOnlyWhileTheyAreConnected() {
    peers.fails("app@10.0.0.3", ConnectCause.CONNECT_TIMEOUT);
    discover("10.0.0.1", "10.0.0.3");
    discover();

    when()
        .get("/cluster/targets")
        .then()
        .body("targets.flatten()", contains("10.0.0.1"))
        .body("labels.__meta_nessie_state", contains("vanished"))
        .body("labels.__meta_nessie_discovered", contains("false"));
  }

  @Test
  void withoutNodesThereAreNoTargets() {
    discover();
    when().get("/cluster/targets").then().statusCode(200).body("$", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "http", "99999"})
  void aPortThatIsNoneIsABadParameter(String port) {
    given()
        .queryParam("port", port)
        .get("/cluster/targets")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }
}
