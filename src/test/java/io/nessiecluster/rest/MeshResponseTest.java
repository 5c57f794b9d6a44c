package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mesh as JSON: what is wrong comes first and pair by pair, what is well is short. */
class MeshResponseTest {

  /** Configured as Quarkus is in application.properties. */
  private final ObjectMapper mapper =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  @Test
  void aWholeMeshOfAThousandIsAShortAnswer() throws Exception {
    assertThat(bytes(MeshSnapshots.whole(1_000))).isLessThanOrEqualTo(300_000);
  }

  /** Of names as long as an operator of Kubernetes makes them. */
  @Test
  void aWholeMeshOfAThousandNodesNamedByHostIsOneToo() throws Exception {
    assertThat(
            bytes(
                MeshSnapshots.whole(
                    1_000, i -> "rabbit@orders-server-" + i + ".orders-nodes.prod")))
        .isLessThanOrEqualTo(300_000);
  }

  @Test
  void aThousandLoneMembersAreABoundedAnswerThatSaysWhatItLeavesOut() throws Exception {
    MeshSnapshot lone = MeshSnapshots.lone(1_000);

    JsonNode json = json(MeshResponse.of(lone));

    assertThat(bytes(lone)).isLessThanOrEqualTo(600_000);
    assertThat(json.at("/counts/missingLinks").asInt()).isEqualTo(1_000 * 999 / 2);
    assertThat(json.at("/defects")).hasSize(MeshSnapshot.DEFECTS);
    assertThat(json.at("/islands")).hasSize(MeshResponse.LISTED);
    assertThat(json.at("/notListed/defects").asInt())
        .isEqualTo(1_000 * 999 / 2 - MeshSnapshot.DEFECTS);
    assertThat(json.at("/notListed/islands").asInt()).isEqualTo(1_000 - MeshResponse.LISTED);
    assertThat(json.at("/notListed/strangers").asInt()).isZero();
  }

  @Test
  void whatIsNotKnownOrNotSoIsLeftOut() throws Exception {
    JsonNode json = json(MeshResponse.of(MeshSnapshots.whole(3)));

    assertThat(json.has("notListed")).isFalse();
    assertThat(json.at("/members/0").has("unheard")).isFalse();
    assertThat(json(MeshResponse.of(MeshSnapshots.before())).has("stableSince")).isFalse();
  }

  @Test
  void aMemberIsTold() throws Exception {
    JsonNode member = json(MeshResponse.of(MeshSnapshots.split())).at("/members/0");

    assertThat(member)
        .isEqualTo(
            mapper.readTree(
                """
                {"name": "app@10.0.0.2", "address": "10.0.0.2", "incarnation": 4294967295,
                 "release": "shop-1.4.2", "otp": "27", "viewAgeMillis": 1203, "fresh": true,
                 "island": 0, "sees": 2, "missedBy": 2}
                """));
  }

  @Test
  void aDefectHasItsCauseInBothDirections() throws Exception {
    JsonNode defects = json(MeshResponse.of(MeshSnapshots.split())).at("/defects");

    assertThat(defects).hasSize(6);
    assertThat(defects.get(0))
        .isEqualTo(
            mapper.readTree(
                """
                {"from": "app@10.0.0.2", "to": "app@10.0.0.5", "kind": "missing",
                 "since": "2026-11-30T09:58:00Z", "cause": "connect_timeout",
                 "detail": "%s", "hint": "%s",
                 "back": {"cause": "reachable", "detail": "10.0.0.2:4370 accepts", "hint": "%s"}}
                """
                    .formatted(
                        MeshSnapshots.BLOCKED,
                        LinkCause.CONNECT_TIMEOUT.hint(),
                        LinkCause.REACHABLE.hint())));
    assertThat(defects.get(1).has("cause")).isFalse();
  }

  @Test
  void islandsStrangersAndBlamesAreNamed() throws Exception {
    JsonNode json = json(MeshResponse.of(MeshSnapshots.split()));

    assertThat(json.at("/islands").findValuesAsText("size")).isEqualTo(List.of("3", "2"));
    assertThat(json.at("/islands/1/members/0").asText()).isEqualTo("app@10.0.0.5");
    assertThat(json.at("/strangers/0/node").asText()).isEqualTo("<script>@10.0.7.7");
    assertThat(json.at("/blames/0/member").asText()).isEqualTo("app@10.0.0.5");
    assertThat(json.at("/blames/0/causes/connect_timeout").asInt()).isEqualTo(1);
  }

  @Test
  void aRowSaysWhomItMissesAndWhyFromItsOwnSide() throws Exception {
    MeshSnapshot split = MeshSnapshots.split();

    JsonNode dialler = json(MemberRowResponse.of(split.members().get(0), split));
    JsonNode blocked = json(MemberRowResponse.of(split.members().get(3), split));

    assertThat(dialler.at("/misses/0/node").asText()).isEqualTo("app@10.0.0.5");
    assertThat(dialler.at("/misses/0/there/cause").asText()).isEqualTo("connect_timeout");
    assertThat(dialler.at("/misses/0/back/cause").asText()).isEqualTo("reachable");
    assertThat(blocked.at("/misses/0/node").asText()).isEqualTo("app@10.0.0.2");
    assertThat(blocked.at("/misses/0/there/cause").asText()).isEqualTo("reachable");
    assertThat(blocked.at("/misses/0/back/cause").asText()).isEqualTo("connect_timeout");
    assertThat(blocked.at("/misses/1").has("there")).isFalse();
    assertThat(blocked.at("/missedByFirst")).hasSize(3);
    assertThat(blocked.at("/facts/releaseVersion").asText()).isEqualTo("1.4.2");
  }

  @Test
  void aRowThatMissesManySaysHowManyItDoesNotName() throws Exception {
    MeshSnapshot lone = MeshSnapshots.lone(1_000);

    assertThat(MemberRowResponse.of(lone.members().getFirst(), lone).missesNotListed())
        .isEqualTo(999 - 100);
    assertThat(
            MemberRowResponse.of(MeshSnapshots.split().members().getFirst(), MeshSnapshots.split())
                .missesNotListed())
        .isNull();
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void theProblemHasTheVerdictAndTheCounts(Verdict verdict) {
    MeshProblem problem = MeshProblem.of(ChangedMesh.with(verdict, MeshSnapshots.split()));

    assertThat(problem.verdict()).isEqualTo(verdict.code());
    assertThat(problem.detail())
        .isEqualTo(
            "the mesh is %s: 5 members, 2 islands, 6 links missing; see /cluster/mesh"
                .formatted(verdict.code()));
    assertThat(problem.missingLinks()).isEqualTo(6);
  }

  @Test
  void howManyAreExpectedIsToldWhereItIsSet() throws Exception {
    MeshSnapshot split = ChangedMesh.expecting(7, MeshSnapshots.split());

    assertThat(mapper.valueToTree(MeshSummary.of(split)).path("expected").asInt()).isEqualTo(7);
    assertThat(mapper.valueToTree(MeshProblem.of(split)).path("expected").asInt()).isEqualTo(7);
    assertThat(MeshSummary.of(MeshSnapshots.split()).expected()).isNull();
  }

  private int bytes(MeshSnapshot mesh) throws JsonProcessingException {
    return mapper.writeValueAsBytes(MeshResponse.of(mesh)).length;
  }

  private JsonNode json(Object response) throws JsonProcessingException {
    return mapper.readTree(mapper.writeValueAsString(response));
  }
}
