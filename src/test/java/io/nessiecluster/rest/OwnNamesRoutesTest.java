package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.round.FakeBeams;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that are called what they call themselves, as the routes tell of them. */
@QuarkusTest
@TestProfile(OwnNamesRoutesTest.Profile.class)
@Timeout(60)
class OwnNamesRoutesTest {

  private static final String QUERY = "nodes.prod.svc.";
  private static final String SELF = "nessie@nessie-0.prod.svc.cluster.local";
  private static final String RABBIT = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  private static final String TARGET = "rabbit@10.0.0.5";

  /** Turns names of their own on, and the beans of this application. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "own-names";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "nessie-cluster.names", "peer",
          "nessie-cluster.query", "rabbit=" + QUERY,
          "nessie-cluster.resource-types", "A,AAAA",
          "nessie-cluster.node.name", SELF,
          "nessie-cluster.interval", "off",
          "nessie-cluster.on-vanish", "disconnect",
          "nessie-cluster.vanish-grace", "0s",
          "nessie-cluster.api.read-only", "false");
    }
  }

  /** The application. */
  @Singleton
  @IfBuildProfile("own-names")
  static class Application {
    @Produces
    @Singleton
    FakeBeams beams() {
      return new FakeBeams(new NodeName(SELF), true);
    }

    @Produces
    @Singleton
    VanishPolicy.DisconnectNode disconnect(FakeBeams beams) {
      return beams::lose;
    }

    @Produces
    @Singleton
    FakeLookup lookup() {
      return new FakeLookup();
    }
  }

  @TestHTTPResource("/")
  URI base;

  @Inject FakeLookup lookup;
  @Inject FakeBeams beams;

  @AfterEach
  void forgetAll() {
    lookup.remove(QUERY);
    discover();
  }

  @Test
  void aNodeIsListedUnderItsNameWithTheAddressWhereItWasMet() {
    beams.start(RABBIT, "10.0.0.5");
    beams.start("rabbit@rabbit-1", "fd00::6");
    lookup.addresses(QUERY, RecordType.A, "10.0.0.5", "10.0.0.7");
    lookup.addresses(QUERY, RecordType.AAAA, "fd00::6");
    discover();

    when()
        .get("/cluster/nodes")
        .then()
        .body("nodes.name", contains(SELF, "rabbit@10.0.0.7", RABBIT, "rabbit@rabbit-1"))
        .body(
            "nodes.address",
            contains("nessie-0.prod.svc.cluster.local", "10.0.0.7", "10.0.0.5", "fd00::6"));
    when()
        .get("/cluster/targets?port=15692")
        .then()
        .body("targets.flatten()", contains("10.0.0.7:15692", "10.0.0.5:15692", "[fd00::6]:15692"))
        .body("labels.__meta_nessie_node", contains("rabbit@10.0.0.7", RABBIT, "rabbit@rabbit-1"))
        .body("labels.__meta_nessie_basename", everyItem(is("rabbit")));
    stop(RABBIT, "10.0.0.5");
    stop("rabbit@rabbit-1", "fd00::6");
  }

  @Test
  void itsPageIsFoundByItsNameHoweverThatIsEncoded() {
    connected();

    for (String path : List.of(RABBIT, RABBIT.replace("@", "%40").replace(".", "%2E"))) {
      given()
          .urlEncodingEnabled(false)
          .get("/cluster/nodes/" + path)
          .then()
          .statusCode(200)
          .body("name", equalTo(RABBIT))
          .body("address", equalTo("10.0.0.5"))
          .body("events.type", contains("node-connected", "node-named", "node-discovered"))
          .body("events[1].target", equalTo(TARGET));
    }
    when().get("/cluster/nodes/" + TARGET).then().statusCode(404);
    stop(RABBIT, "10.0.0.5");
  }

  @Test
  void itIsDisconnectedAndConnectedByItsName() {
    connected();

    when()
        .delete("/cluster/nodes/" + RABBIT + "/connection")
        .then()
        .statusCode(200)
        .body("connected", is(false));
    when().get("/cluster/nodes/" + RABBIT).then().body("connected", is(false));
    given()
        .urlEncodingEnabled(false)
        .post("/cluster/nodes/" + RABBIT.replace("@", "%40") + "/connection")
        .then()
        .statusCode(200)
        .body("node", is(RABBIT))
        .body("connected", is(true));
    when().get("/cluster/nodes/" + RABBIT).then().body("connected", is(true));
    assertThat(beams.dials()).endsWith(new NodeName(TARGET));
    stop(RABBIT, "10.0.0.5");
  }

  @Test
  void aTargetThatIsConnectedByHandAnswersByTheNameThatWasTold() {
    lookup.addresses(QUERY, RecordType.A, "10.0.0.5");
    discover();
    when().get("/cluster/nodes/" + TARGET).then().body("state", is("failing"));
    beams.start(RABBIT, "10.0.0.5");

    when()
        .post("/cluster/nodes/" + TARGET + "/connection")
        .then()
        .statusCode(200)
        .body("node", is(RABBIT))
        .body("connected", is(true));
    when().get("/cluster/nodes/" + RABBIT).then().body("connected", is(true));
    stop(RABBIT, "10.0.0.5");
  }

  @Test
  void theStreamOfEventsTellsWhoWasMetAtWhichTarget() throws Exception {
    try (SseClient client = new SseClient(base, null)) {
      client.next();
      connected();

      JsonPath discovered = JsonPath.from(client.next("node-discovered").field("data"));
      assertThat(discovered.getString("node")).isEqualTo(TARGET);
      JsonPath named = JsonPath.from(client.next("node-named").field("data"));
      assertThat(named.getString("node")).isEqualTo(RABBIT);
      assertThat(named.getString("target")).isEqualTo(TARGET);
      JsonPath connected = JsonPath.from(client.next("node-connected").field("data"));
      assertThat(connected.getString("node")).isEqualTo(RABBIT);
    }
    stop(RABBIT, "10.0.0.5");
  }

  private void connected() {
    beams.start(RABBIT, "10.0.0.5");
    lookup.addresses(QUERY, RecordType.A, "10.0.0.5");
    discover();
  }

  private void stop(String name, String address) {
    beams.stop(name, address);
  }

  private static void discover() {
    when().get("/cluster/discover").then().statusCode(200);
  }
}
