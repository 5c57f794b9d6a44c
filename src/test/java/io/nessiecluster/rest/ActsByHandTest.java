package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guarded routes do is told, and no page of another origin can make them do it. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class ActsByHandTest {

  private static final String NODE = "/cluster/nodes/app@10.0.0.1/connection";

  @TestHTTPResource URI base;
  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;

  private LogLines log;

  @BeforeEach
  void oneNode() {
    peers.reset();
    lookup.release();
    lookup.remove(FakeWorld.QUERY);
    lookup.addresses(FakeWorld.QUERY, RecordType.A, "10.0.0.1");
    when().post("/cluster/start").then().statusCode(200);
    when().get("/cluster/discover").then().statusCode(200);
    log = LogLines.of(ActsByHand.class);
  }

  @AfterEach
  void restart() {
    log.close();
    when().post("/cluster/start").then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /cluster/stop, 200, done",
    "POST, /cluster/start, 200, done",
    "DELETE, /cluster/nodes/app@10.0.0.1/connection, 200, done",
    "POST, /cluster/nodes/app@10.0.0.1/connection, 200, done",
    "POST, /cluster/nodes/app@10.9.9.9/connection, 404, refused",
    "POST, /cluster/mesh/pause, 200, done",
    "POST, /cluster/mesh/resume, 200, done",
    "POST, /cluster/mesh/join, 400, refused"
  })
  void eachActIsALineAndAnEventWithItsCaller(String method, String path, int status, String outcome)
      throws Exception {
    try (SseClient client = new SseClient(base, null)) {
      client.next();

      given().request(method, path).then().statusCode(status);

      JsonPath event = JsonPath.from(client.next("acted-by-hand").field("data"));
      assertThat(event.getString("type")).isEqualTo("acted-by-hand");
      assertThat(event.getString("act")).isEqualTo(method + " " + path);
      assertThat(event.getString("caller")).isEqualTo("127.0.0.1");
      assertThat(event.getString("outcome")).isEqualTo(outcome);
      assertThat(event.getString("at")).isNotBlank();
    }
    assertThat(log.lines())
        .containsExactly(
            "%s %s by hand from 127.0.0.1, which needs no token here: %d"
                .formatted(method, path, status));
  }

  @Test
  void whatAnActSaysIsEscaped() {
    given()
        .urlEncodingEnabled(false)
        .post("/cluster/nodes/a%0Ab%E2%80%AE/connection")
        .then()
        .statusCode(404);

    assertThat(log.lines())
        .containsExactly(
            "POST /cluster/nodes/a\\u{A}b\\u{202E}/connection by hand from 127.0.0.1, which needs no"
                + " token here: 404");
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example",
    "Origin, null",
    "Origin, http://localhost:1",
    "Sec-Fetch-Site, cross-site"
  })
  void aPageOfAnotherOriginChangesNothing(String header, String value) {
    assertThat(MutatingRoutes.described()).hasSizeGreaterThanOrEqualTo(7);
    for (MutatingRoutes.Route route : MutatingRoutes.described()) {
      assertProblem(
          given().header(header, value).request(route.method(), route.path()).then(),
          403,
          "cross-site");
    }
    assertThat(log.lines()).isEmpty();
    when().get("/cluster").then().body("state", equalTo("running"));
  }

  @Test
  void thePageOfThisServiceMay() {
    given()
        .header("Origin", "http://" + base.getHost() + ":" + base.getPort())
        .header("Sec-Fetch-Site", "same-origin")
        .delete(NODE)
        .then()
        .statusCode(200);
  }

  @Test
  void whoeverOnlyReadsMayBeAnywhere() {
    given()
        .header("Origin", "http://evil.example")
        .header("Sec-Fetch-Site", "cross-site")
        .get("/cluster")
        .then()
        .statusCode(200);
  }
}
