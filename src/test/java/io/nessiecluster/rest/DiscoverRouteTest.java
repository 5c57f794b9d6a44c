package io.nessiecluster.rest;

import static io.nessiecluster.rest.Eventually.eventually;
import static io.nessiecluster.rest.FakeWorld.QUERY;
import static io.nessiecluster.rest.FakeWorld.SELF;
import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.round.Discovery;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Method;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET} and {@code POST /cluster/discover}. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class DiscoverRouteTest {

  private static final String HUGE = "9".repeat(400);

  @Inject FakeLookup lookup;
  @Inject FakeConnector connector;
  @Inject Discovery discovery;

  @BeforeEach
  void twoAddresses() {
    lookup.release();
    lookup.remove(QUERY);
    lookup.addresses(QUERY, RecordType.A, "10.0.0.1", "10.0.0.3");
    connector.reset();
    discovery.start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /cluster/discover", "POST /cluster/discover?timeout=PT30S"})
  void whoWaitsGetsTheResultOfTheRound(String request) {
    connector.fails("app@10.0.0.3", ConnectCause.COOKIE_MISMATCH);

    when()
        .request(method(request), path(request))
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(
            "keySet()",
            equalTo(
                Set.of("nodes", "errors", "dns", "round", "startedAt", "durationMillis", "hasRan")))
        .body("nodes", equalTo(List.of(SELF, "app@10.0.0.1")))
        .body("errors[0].keySet()", equalTo(Set.of("node", "error", "cause", "detail", "hint")))
        .body("errors.node", equalTo(List.of("app@10.0.0.3")))
        .body("errors[0].error", equalTo("failed_to_connect"))
        .body("errors[0].cause", equalTo("cookie_mismatch"))
        .body("errors[0].detail", equalTo("as scripted"))
        .body("errors[0].hint", containsString("cookie"))
        .body(
            "dns[0].keySet()",
            equalTo(
                Set.of("query", "type", "outcome", "addresses", "ttlSeconds", "durationMillis")))
        .body("dns.type", equalTo(List.of("A", "AAAA")))
        .body("dns.query", equalTo(List.of(QUERY, QUERY)))
        .body("dns.outcome", equalTo(List.of("answer", "no_data")))
        .body("dns.addresses", equalTo(List.of(2, 0)))
        .body("dns[0].ttlSeconds", equalTo(30))
        .body("round", greaterThanOrEqualTo(1))
        .body("startedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"))
        .body("durationMillis", greaterThanOrEqualTo(0))
        .body("hasRan", equalTo(true));
  }

  @Test
  void aFailureOfTheDnsIsListedWithItsCauseAndAHint() {
    lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);

    when()
        .get("/cluster/discover")
        .then()
        .statusCode(200)
        .body("dns[1].outcome", equalTo("servfail"))
        .body("dns[1].cause", equalTo("dns_servfail"))
        .body("dns[1].keySet()", hasItems("detail", "hint"))
        .body("nodes", equalTo(List.of(SELF, "app@10.0.0.1", "app@10.0.0.3")));
  }

  @Test
  void whoDoesNotWaitGetsEmptyListsAndWhereTheResultWillBe() {
    String before = roundNumber();

    int round =
        when()
            .post("/cluster/discover")
            .then()
            .statusCode(202)
            .contentType("application/json")
            .header("Location", matchesPattern("/cluster/rounds/\\d+"))
            .body("nodes", empty())
            .body("errors", empty())
            .body("dns", empty())
            .extract()
            .path("round");
    eventually("the round has run", () -> !roundNumber().equals(before));

    assertThat(roundNumber()).isEqualTo(String.valueOf(round));
  }

  @Test
  void theRoundThatIsNamedIsThereOnceItIsOver() {
    lookup.hold();
    String location =
        when().post("/cluster/discover").then().statusCode(202).extract().header("Location");

    assertProblem(when().get(location).then(), 404, "unknown-round")
        .body("detail", containsString("is not over"))
        .body("detail", containsString("GET /cluster/rounds"));
    lookup.release();
    eventually("the round is there", () -> when().get(location).statusCode() == 200);

    when()
        .get(location)
        .then()
        .body("round", equalTo(Integer.valueOf(location.replaceAll("\\D", ""))))
        .body("nodes", equalTo(List.of(SELF, "app@10.0.0.1", "app@10.0.0.3")));
  }

  @Test
  void askingForTheHeadersRunsNoRound() {
    String before = roundNumber();

    when().head("/cluster/discover").then().statusCode(200).contentType("application/json");
    lookup.hold(); // a round that had been begun would hang here, and be shared
    when().post("/cluster/discover").then().statusCode(202);
    lookup.release();
    int round = when().get("/cluster/discover").then().extract().path("round");

    assertThat(round).isEqualTo(before.equals("null") ? 2 : Integer.parseInt(before) + 2);
  }

  @Test
  void theLatestRoundIsTheResultOfTheLastDiscovery() {
    int round = when().get("/cluster/discover").then().extract().path("round");

    when()
        .get("/cluster/rounds/latest")
        .then()
        .statusCode(200)
        .body("round", equalTo(round))
        .body("nodes", equalTo(List.of(SELF, "app@10.0.0.1", "app@10.0.0.3")));
  }

  @ParameterizedTest
  @EnumSource(names = {"GET", "POST"})
  void aWaitEndsAfterItsTimeoutAndTheRoundGoesOn(Method method) {
    lookup.hold();
    String before = roundNumber();

    assertProblem(
            given().queryParam("timeout", "50").request(method, "/cluster/discover").then(),
            504,
            "discovery-timeout")
        .body("detail", containsString("50 ms"));
    lookup.release();
    eventually("the round is over", () -> !roundNumber().equals(before));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cluster",
        "/cluster/nodes",
        "/cluster/nodes/" + SELF,
        "/cluster/errors",
        "/cluster/has-ran",
        "/q/health/started",
        "/q/health/ready",
        "/q/health/live"
      })
  void aReaderDoesNotWaitForARoundThatHangs(String path) {
    lookup.hold();
    when().post("/cluster/discover").then().statusCode(202);

    when().get(path).then().statusCode(200);
    lookup.release();
    when().get("/cluster/discover").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /cluster/discover",
        "POST /cluster/discover",
        "POST /cluster/discover?timeout=9"
      })
  void discoveryIsRefusedOnceStopped(String request) {
    when().post("/cluster/stop").then().statusCode(200).body("state", equalTo("stopped"));

    assertProblem(when().request(method(request), path(request)).then(), 409, "discovery-stopped");

    when().post("/cluster/start").then().statusCode(200).body("state", equalTo("running"));
    when().get("/cluster/discover").then().statusCode(200);
  }

  static Stream<String> badTimeouts() {
    return Stream.of(
        "0",
        "-1",
        "abc",
        "60001",
        "PT61S",
        "PT0S",
        "PT-1S",
        " ",
        "1.5",
        "1e3",
        "0s",
        "61s",
        "1h",
        "5 s",
        "5S",
        "5d",
        "0x10",
        "PT",
        "P1D",
        "999999999",
        "9999999999",
        HUGE,
        "PT" + HUGE + "S",
        "\u0661\u0660",
        "5 000",
        "%00",
        "<script>");
  }

  @ParameterizedTest
  @MethodSource("badTimeouts")
  void aTimeoutOutOfBoundsIsRefused(String timeout) {
    for (Method method : List.of(Method.GET, Method.POST)) {
      assertProblem(
              given().queryParam("timeout", timeout).request(method, "/cluster/discover").then(),
              400,
              "bad-parameter")
          .body("detail", containsString("timeout"))
          .body("detail", containsString("60000"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout=", "timeout", "timeout=1000&timeout=2000"})
  void aTimeoutWithoutAValueOrWithTwoIsRefused(String query) {
    for (Method method : List.of(Method.GET, Method.POST)) {
      assertProblem(
              given()
                  .urlEncodingEnabled(false)
                  .request(method, "/cluster/discover?" + query)
                  .then(),
              400,
              "bad-parameter")
          .body("detail", containsString("timeout="));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"60000", "PT60S", "PT59.5S", "pt1m", "00030000", "30s", "60000ms", "1m"})
  void aTimeoutWithinBoundsIsTaken(String timeout) {
    given().queryParam("timeout", timeout).get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void aBodyThatNobodyAskedForIsNoMatter() {
    given().body("{").post("/cluster/discover").then().statusCode(202);
    given()
        .contentType("application/json")
        .body("{}")
        .post("/cluster/discover?timeout=20000")
        .then()
        .statusCode(200)
        .body("$", not(anEmptyMap()));
  }

  private static String roundNumber() {
    return String.valueOf((Object) when().get("/cluster").path("lastRound.number"));
  }

  private static Method method(String request) {
    return Method.valueOf(request.substring(0, request.indexOf(' ')));
  }

  private static String path(String request) {
    return request.substring(request.indexOf(' ') + 1);
  }
}
