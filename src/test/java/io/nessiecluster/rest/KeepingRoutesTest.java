package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Rule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan, and what can be asked for by hand, over a mesh of two islands. */
@QuarkusTest
@TestProfile(FixedMesh.Shown.class)
@Timeout(60)
class KeepingRoutesTest {

  private static final String FROM = Keepings.FROM.text();
  private static final String TO = Keepings.TO.text();

  @Inject FixedMesh mesh;
  @Inject FakeKeeping keeping;

  @BeforeEach
  void twoIslands() {
    mesh.show(MeshSnapshots.split());
    keeping.show(Keepings.of(Keeping.State.HEALING, Rule.MNESIA));
  }

  private static ValidatableResponse join(String body) {
    return given().contentType("application/json").body(body).post("/cluster/mesh/join").then();
  }

  private static ValidatableResponse join(String from, String to) {
    return join("{\"from\": \"%s\", \"to\": \"%s\"}".formatted(from, to));
  }

  @Test
  void thePlanTellsWhatIsJoinedAndWhatIsNotAndWhy() {
    when()
        .get("/cluster/mesh/plan")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("state", equalTo("healing"))
        .body("mode", equalTo("watch"))
        .body("$", not(hasKey("leader")))
        .body("plannedAt", equalTo("2026-11-30T10:00:00.118456Z"))
        .body("againAt", equalTo("2026-11-30T10:00:12.118456Z"))
        .body(
            "joins",
            equalTo(List.of(Map.of("from", FROM, "to", TO, "kind", "island", "connects", 1))))
        .body(
            "refusals",
            equalTo(
                List.of(
                    Map.of(
                        "from",
                        FROM,
                        "to",
                        TO,
                        "kind",
                        "island",
                        "rule",
                        "mnesia",
                        "detail",
                        "of the test: mnesia",
                        "hint",
                        Rule.MNESIA.hint()))))
        .body("pairs", equalTo(Map.of("looked", 64, "of", 600)))
        .body(
            "counts",
            equalTo(Map.of("joins", 1, "refusals", 1, "joined", 3, "failed", 1, "refused", 2)))
        .body("recent.outcome", equalTo(List.of("failed", "joined")))
        .body("recent.byHand", equalTo(List.of(true, true)))
        .body("recent[0]", not(hasKey("names")));
  }

  @Test
  void aPlanThatHasChangedIsToldAnew() {
    when().get("/cluster/mesh/plan").then().body("state", equalTo("healing"));

    keeping.show(Keepings.of(Keeping.State.SUSPENDED, Rule.SUSPENDED));

    when().get("/cluster/mesh/plan").then().body("state", equalTo("suspended"));
  }

  @Test
  void whoFollowsNamesTheReplicaThatActs() {
    keeping.show(Keepings.of(Keeping.State.FOLLOWING));

    when().get("/cluster/mesh/plan").then().body("leader", equalTo("nessie@10.0.0.8"));
  }

  @Test
  void beforeTheFirstSweepThePlanIsEmpty() {
    mesh.show(MeshSnapshots.before());
    keeping.show(Keepings.before());

    when()
        .get("/cluster/mesh/plan")
        .then()
        .statusCode(200)
        .body("joins", equalTo(List.of()))
        .body("refusals", equalTo(List.of()))
        .body("counts.joined", equalTo(0))
        .body("$", not(hasKey("plannedAt")))
        .body("$", not(hasKey("againAt")));
  }

  @Test
  void aPlanOfManyIsShortAndCountsThemAll() {
    keeping.show(Keepings.many(5_000, 7_000));

    when()
        .get("/cluster/mesh/plan")
        .then()
        .body("joins", hasSize(100))
        .body("refusals", hasSize(100))
        .body("counts.joins", equalTo(5_000))
        .body("counts.refusals", equalTo(7_000));
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleHasAHint(Rule rule) {
    keeping.show(Keepings.of(Keeping.State.HEALING, rule));

    when()
        .get("/cluster/mesh/plan")
        .then()
        .body("refusals.rule", equalTo(List.of(rule.code())))
        .body("refusals.hint", everyItem(equalTo(rule.hint())));
  }

  @Test
  void theDescriptionListsEveryRuleAndEveryState() {
    when()
        .get("/q/openapi?format=json")
        .then()
        .body(
            "components.schemas.Refusal.properties.rule.enum",
            equalTo(Arrays.stream(Rule.values()).map(Rule::code).toList()))
        .body(
            "components.schemas.Plan.properties.state.enum",
            equalTo(Arrays.stream(Keeping.State.values()).map(Keeping.State::code).toList()));
  }

  @Test
  void whoWasJoinedIsTold() {
    keeping.answersJoin(Keepings.act(Keeping.Outcome.JOINED));

    join(FROM, TO)
        .statusCode(200)
        .contentType("application/json")
        .body(
            "",
            equalTo(
                Map.of(
                    "at", "2026-11-30T09:58:00Z",
                    "from", FROM,
                    "to", TO,
                    "kind", "island",
                    "byHand", true,
                    "outcome", "joined",
                    "detail", "of the test: joined")));
    assertThat(keeping.asked()).containsExactly(Pair.of(Keepings.FROM, Keepings.TO));
  }

  @Test
  void theNamesThatGlobalHadTwiceAreToldAndShow() {
    keeping.answersJoin(Keepings.act(Keeping.Outcome.JOINED, "scheduler", "a\u202eb"));

    join(FROM, TO).statusCode(200).body("names", equalTo(List.of("scheduler", "a\\u{202E}b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain"})
  void theBodyIsJsonWhateverItIsCalled(String type) {
    keeping.answersJoin(Keepings.act(Keeping.Outcome.JOINED));

    given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig().encodeContentTypeAs(type, ContentType.TEXT)))
        .header("Content-Type", type)
        .body("{\"from\":\"%s\",\"to\":\"%s\"}".formatted(FROM, TO))
        .post("/cluster/mesh/join")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void whatARuleForbidsIsAConflictThatNamesIt(Rule rule) {
    keeping.refusesJoin(new JoinRefusedException(Optional.of(rule), "as it was found"));

    join(FROM, TO)
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:nessie-cluster:problem:join-refused"))
        .body("title", equalTo("Join refused"))
        .body("status", equalTo(409))
        .body("detail", equalTo("as it was found"))
        .body("from", equalTo(FROM))
        .body("to", equalTo(TO))
        .body("rule", equalTo(rule.code()))
        .body("hint", equalTo(rule.hint()));
  }

  @Test
  void whatIsNotPlannedIsAConflictWithoutARule() {
    keeping.refusesJoin(new JoinRefusedException(Optional.empty(), "no such join is planned"));

    join(FROM, TO)
        .statusCode(409)
        .body(
            "keySet()", equalTo(Set.of("type", "title", "status", "detail", "from", "to", "hint")))
        .body("detail", equalTo("no such join is planned"))
        .body("hint", containsString("GET /cluster/mesh/plan"));
  }

  @Test
  void whatWasTriedInVainIsABadGateway() {
    keeping.answersJoin(Keepings.act(Keeping.Outcome.FAILED));

    join(FROM, TO)
        .statusCode(502)
        .contentType("application/problem+json")
        .body(
            "keySet()", equalTo(Set.of("type", "title", "status", "detail", "from", "to", "hint")))
        .body("type", equalTo("urn:nessie-cluster:problem:join-failed"))
        .body("status", equalTo(502))
        .body("detail", equalTo("of the test: failed"))
        .body("hint", containsString("GET /cluster/mesh/" + FROM));
  }

  @Test
  void whoIsNoMemberIsNotFoundAndNobodyIsAsked() {
    assertProblem(join("app@10.9.9.9", TO), 404, "unknown-member")
        .body("detail", containsString("app@10.9.9.9"));
    assertProblem(join(FROM, "app@10.9.9.9"), 404, "unknown-member");
    assertThat(keeping.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"app@10.0.0.5\"",
        "{",
        "{}",
        "{\"from\": \"app@10.0.0.5\"}",
        "{\"from\": \"app@10.0.0.5\", \"to\": null}",
        "{\"from\": \"app@10.0.0.5\", \"to\": 7}",
        "{\"from\": \"app@10.0.0.5\", \"to\": \" \"}",
        "{\"from\": [\"app@10.0.0.5\"], \"to\": \"app@10.0.0.2\"}",
        "{\"from\": \"app@10.0.0.5\", \"to\": \"app@10.0.0.2\"} {}",
        "{\"from\": \"app@10.0.0.5\", \"from\": \"app@10.0.0.6\", \"to\": \"app@10.0.0.2\"}",
        "{\"from\": \"app@10.0.0.5\", \"to\": \"app@10.0.0.5\"}",
        "from=app@10.0.0.5&to=app@10.0.0.2"
      })
  void aBodyThatIsWrongIsRefusedInOneLineThatSaysWhatIsAllowed(String body) {
    assertProblem(join(body), 400, "bad-body")
        .body(
            "detail",
            allOf(containsString("allowed is JSON such as {\"from\""), not(containsString("\n"))));
    assertThat(keeping.asked()).isEmpty();
  }

  @Test
  void aBodyThatIsNoUtf8IsRefused() {
    assertProblem(
        given()
            .contentType("application/json")
            .body(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'})
            .post("/cluster/mesh/join")
            .then(),
        400,
        "bad-body");
  }

  @Test
  void itIsPausedAndResumed() {
    when().post("/cluster/mesh/pause").then().statusCode(200).body("state", equalTo("paused"));
    when().get("/cluster/mesh/plan").then().body("state", equalTo("paused"));
    when().post("/cluster/mesh/resume").then().statusCode(200).body("state", equalTo("healing"));
    when().get("/cluster/mesh/plan").then().body("state", equalTo("healing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"join", "pause", "resume"})
  void whereNothingIsWatchedTheSettingIsNamed(String route) {
    mesh.show(MeshSnapshots.off());

    assertProblem(when().post("/cluster/mesh/" + route).then(), 409, "mesh-off")
        .body("detail", containsString("nessie-cluster.mesh.mode=off"));
  }
}
