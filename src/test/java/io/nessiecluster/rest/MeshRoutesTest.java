package io.nessiecluster.rest;

import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of the mesh and of the checks, over a mesh of two islands. */
@QuarkusTest
@TestProfile(FixedMesh.Shown.class)
@Timeout(60)
class MeshRoutesTest {

  @Inject FixedMesh mesh;

  @BeforeEach
  void twoIslands() {
    mesh.show(MeshSnapshots.split());
  }

  @Test
  void theMeshIsTold() {
    when()
        .get("/cluster/mesh")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("verdict", equalTo("split"))
        .body("since", equalTo("2026-11-30T09:58:00Z"))
        .body("at", equalTo("2026-11-30T10:00:00.123456Z"))
        .body("sweep", equalTo(Map.of("number", 42, "durationMillis", 12, "intervalMillis", 5000)))
        .body("members.name", hasItems("app@10.0.0.2", "app@10.0.0.6"))
        .body("islands.size", equalTo(List.of(3, 2)))
        .body("defects[0].cause", equalTo("connect_timeout"))
        .body("blames.member", equalTo(List.of("app@10.0.0.5")));
  }

  @Test
  void aMeshThatHasChangedIsToldAnew() {
    when().get("/cluster/mesh").then().body("verdict", equalTo("split"));

    mesh.show(MeshSnapshots.whole(3));

    when().get("/cluster/mesh").then().body("verdict", equalTo("whole"));
  }

  @Test
  void aWholeMeshOfAThousandIsShort() {
    mesh.show(MeshSnapshots.whole(1_000));

    byte[] json = when().get("/cluster/mesh").then().statusCode(200).extract().asByteArray();

    assertThat(json).hasSizeLessThanOrEqualTo(300_000);
  }

  @Test
  void aMemberHasItsOwnPage() {
    given()
        .urlEncodingEnabled(false)
        .get("/cluster/mesh/app%4010.0.0.5")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("name", equalTo("app@10.0.0.5"))
        .body("sees", equalTo(1))
        .body("misses.node", equalTo(List.of("app@10.0.0.2", "app@10.0.0.3", "app@10.0.0.4")))
        .body("misses[0].back.cause", equalTo("connect_timeout"))
        .body("missedBy", equalTo(3))
        .body("facts.otp", equalTo("27"))
        .body("flaps", equalTo(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app@10.0.0.99", "nobody", "%00", "a b"})
  void whoIsNoMemberIsNotFoundAndToldWhereMembersAre(String name) {
    assertProblem(given().get("/cluster/mesh/{name}", name).then(), 404, "unknown-member")
        .body("detail", containsString("GET /cluster/mesh lists them"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void aMeshWithoutADefectIsHealthy(int members) {
    mesh.show(MeshSnapshots.whole(members));

    when()
        .get("/cluster/mesh/health")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("verdict", equalTo(members < 2 ? "alone" : "whole"))
        .body("members", equalTo(members))
        .body("missingLinks", equalTo(0));
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FORMING", "PARTIAL", "SPLIT", "UNKNOWN"})
  void anyOtherVerdictIsAProblemThatNamesIt(Verdict verdict) {
    mesh.show(ChangedMesh.with(verdict, MeshSnapshots.split()));

    when()
        .get("/cluster/mesh/health")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:nessie-cluster:problem:mesh-not-whole"))
        .body("status", equalTo(503))
        .body("verdict", equalTo(verdict.code()))
        .body("islands", equalTo(2))
        .body("detail", containsString("the mesh is " + verdict.code()));
  }

  @Test
  void beforeTheFirstSweepNothingIsKnown() {
    mesh.show(MeshSnapshots.before());

    when()
        .get("/cluster/mesh")
        .then()
        .statusCode(200)
        .body("verdict", equalTo("unknown"))
        .body("sweep.number", equalTo(0))
        .body("members", equalTo(List.of()))
        .body("$", not(hasKey("stableSince")));
    when().get("/cluster/mesh/health").then().statusCode(503);
    when().get("/cluster/checks").then().statusCode(200).body("checks", equalTo(List.of()));
    assertProblem(when().get("/cluster/checks/limits").then(), 404, "unknown-check")
        .body("detail", containsString("first sweep"));
  }

  @Test
  void checksHaveTheirEvidence() {
    when()
        .get("/cluster/checks")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("checks.size()", equalTo(9))
        .body("checks[0].keySet()", equalTo(Set.of("id", "status", "since", "evidence", "nodes")))
        .body("checks.find { it.id == 'names_unique' }.status", equalTo("fail"));
    when()
        .get("/cluster/checks/names_unique")
        .then()
        .statusCode(200)
        .body("evidence", containsString("scheduler"))
        .body("nodes", equalTo(List.of("app@10.0.0.2", "app@10.0.0.5")));
  }

  @ParameterizedTest
  @CsvSource({"pass,5", "warn,1", "fail,1", "unknown,1", "skipped,1"})
  void checksCanBeFilteredByStatus(String status, int count) {
    given()
        .queryParam("status", status)
        .get("/cluster/checks")
        .then()
        .statusCode(200)
        .body("checks.size()", equalTo(count))
        .body("checks.status.unique()", equalTo(List.of(status)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "failing", "FAIL", "fail,warn"})
  void aStatusThatDoesNotExistIsRefused(String status) {
    assertProblem(
            given().queryParam("status", status).get("/cluster/checks").then(),
            400,
            "bad-parameter")
        .body("detail", allOf(containsString("status=" + status), containsString("allowed")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnesia", "LIMITS", "a b"})
  void aCheckThatDoesNotExistIsNotFoundAndToldWhichDo(String id) {
    assertProblem(given().get("/cluster/checks/{id}", id).then(), 404, "unknown-check")
        .body("detail", allOf(containsString("GET /cluster/checks"), containsString("limits")));
  }

  @Test
  void theStateAtAGlanceHasTheVerdictAndTheConditions() {
    when()
        .get("/cluster")
        .then()
        .statusCode(200)
        .body(
            "mesh.keySet()",
            equalTo(Set.of("verdict", "since", "members", "islands", "missingLinks")))
        .body("mesh.verdict", equalTo("split"))
        .body("mesh.missingLinks", equalTo(6))
        .body(
            "conditions.type",
            equalTo(
                List.of(
                    "Discovered",
                    "DnsAnswering",
                    "PeersConnected",
                    "Stopped",
                    "MeshWhole",
                    "ChecksPassing",
                    "Healing")))
        .body("conditions.find { it.type == 'MeshWhole' }.status", equalTo("False"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cluster/mesh",
        "/cluster/mesh/health",
        "/cluster/mesh/app@10.0.0.2",
        "/cluster/mesh/plan",
        "/cluster/checks",
        "/cluster/checks?status=fail",
        "/cluster/checks/limits"
      })
  void whereNothingIsWatchedTheSettingIsNamed(String route) {
    mesh.show(MeshSnapshots.off());

    assertProblem(when().get(route).then(), 409, "mesh-off")
        .body("detail", containsString("nessie-cluster.mesh.mode=off"));
  }

  @Test
  void whereNothingIsWatchedTheStateAtAGlanceIsSilentAboutTheMesh() {
    mesh.show(MeshSnapshots.off());

    when()
        .get("/cluster")
        .then()
        .body("$", not(hasKey("mesh")))
        .body("conditions.size()", equalTo(4));
  }

  /** What members say is data: nobody is to run it. */
  @Test
  void namesFullOfMarkupStayJson() {
    MeshSnapshot split = MeshSnapshots.split();
    mesh.show(split);

    when()
        .get("/cluster/mesh")
        .then()
        .contentType("application/json")
        .body("strangers[0].node", equalTo(split.strangersFirst().getFirst().node().text()));
  }
}
