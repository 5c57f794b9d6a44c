package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connecting and disconnecting one node by hand. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class ConnectionRoutesTest {

  private static final String NODE = "/cluster/nodes/app@10.0.0.1";

  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;

  @BeforeEach
  void oneNodeThatFails() {
    peers.reset();
    lookup.remove(FakeWorld.QUERY);
    lookup.addresses(FakeWorld.QUERY, RecordType.A, "10.0.0.1");
    peers.fails("app@10.0.0.1", ConnectCause.COOKIE_MISMATCH);
    when().get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void aNodeIsConnectedByHand() {
    peers.reset();

    when()
        .post(NODE + "/connection")
        .then()
        .statusCode(200)
        .body("node", is("app@10.0.0.1"))
        .body("connected", is(true));
    when().get(NODE).then().body("state", is("connected"));
  }

  @Test
  void aNodeThatCannotBeConnectedIsAProblemWithItsCause() {
    when()
        .post(NODE + "/connection")
        .then()
        .statusCode(502)
        .contentType("application/problem+json")
        .body("type", is("urn:nessie-cluster:problem:connect-failed"))
        .body("status", is(502))
        .body("node", is("app@10.0.0.1"))
        .body("cause", is("cookie_mismatch"))
        .body("detail", is("as scripted"))
        .body("hint", containsString("cookie"));
  }

  @Test
  void aNodeThatIsDisconnectedByHandIsDialledAgainByTheNextRound() {
    peers.reset();
    when().post(NODE + "/connection").then().statusCode(200);

    when()
        .delete(NODE + "/connection")
        .then()
        .statusCode(200)
        .body("connected", is(false))
        .body("note", containsString("the next round dials it again"));
    when().get(NODE).then().body("connected", is(false));
    when().get("/cluster/discover").then().statusCode(200);
    when().get(NODE).then().body("connected", is(true));
  }

  @Test
  void aNodeThatIsNotConnectedCanBeDisconnectedAllTheSame() {
    when().delete(NODE + "/connection").then().statusCode(200).body("connected", is(false));
  }

  @Test
  void aNodeThatIsNotKnownIsNotFoundAndNotDialled() {
    for (String method : new String[] {"POST", "DELETE"}) {
      given()
          .request(method, "/cluster/nodes/app@10.9.9.9/connection")
          .then()
          .statusCode(404)
          .contentType("application/problem+json")
          .body("type", is("urn:nessie-cluster:problem:unknown-node"));
    }
    when().get("/cluster/nodes/app@10.9.9.9").then().statusCode(404);
  }

  @Test
  void readingAConnectionIsNotAllowed() {
    when()
        .get(NODE + "/connection")
        .then()
        .statusCode(405)
        .header("Allow", "DELETE, OPTIONS, POST")
        .contentType("application/problem+json");
  }
}
