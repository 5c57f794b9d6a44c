package io.nessiecluster.health;

import static io.nessiecluster.health.HealthFixture.QUERY;
import static io.nessiecluster.health.HealthFixture.data;
import static io.nessiecluster.health.HealthFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.rest.ChangedMesh;
import io.nessiecluster.rest.MeshSnapshots;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ready: started, and within the bounds on readiness. */
@Timeout(60)
class ReadyCheckTest {

  private static final ReadinessBounds WHOLE_MESH = new ReadinessBounds(0, false, true);

  private final HealthFixture fixture = HealthFixture.polling();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void itIsDownUntilStartedAndThenUp() throws Exception {
    fixture.lookup.hold();
    fixture.discovery.start();
    assertThat(up(fixture.ready())).isFalse();

    fixture.lookup.release();
    fixture.round();

    assertThat(up(fixture.ready())).isTrue();
    assertThat(data(fixture.ready())).doesNotContainKey("unmet");
  }

  @Test
  void itNamesTheSettingThatIsMissingWhenNothingIsLookedUp() throws Exception {
    try (HealthFixture ignoring = HealthFixture.ignoring()) {
      ignoring.discovery.start();

      assertThat(up(ignoring.ready())).isTrue();
      assertThat(data(ignoring.ready()))
          .containsEntry("query", "ignore")
          .containsEntry("hint", "nothing is looked up: set nessie-cluster.query");
    }
    assertThat(data(fixture.ready())).doesNotContainKey("hint");
  }

  @Test
  void itShowsWhatItKnows() throws Exception {
    fixture.connector.fails("app@10.0.0.3", ConnectCause.COOKIE_MISMATCH);
    fixture.discovery.start();
    fixture.round();
    long rounds = fixture.discovery.snapshot().lastRound().orElseThrow().number();
    fixture.pass(Duration.ofMillis(1500));

    assertThat(fixture.ready().getName()).isEqualTo("discovery ready");
    assertThat(data(fixture.ready()))
        .containsEntry("query", QUERY)
        .containsEntry("state", "running")
        .containsEntry("hasRan", true)
        .containsEntry("nodes", 1L)
        .containsEntry("failing", 1L)
        .containsEntry("errors", 1L)
        .containsEntry("lastRound", rounds)
        .containsEntry("lastRoundAgeMillis", 1500L);
  }

  @Test
  void aNodeThatFailsDoesNotMakeItDown() throws Exception {
    fixture.connector.fails("app@10.0.0.2", ConnectCause.CONNECTION_REFUSED);
    fixture.connector.fails("app@10.0.0.3", ConnectCause.CONNECTION_REFUSED);
    fixture.discovery.start();
    fixture.round();

    assertThat(up(fixture.ready())).isTrue();
  }

  @Test
  void tooFewPeersMakeItDownUntilTheyAreThere() throws Exception {
    ReadinessBounds two = new ReadinessBounds(2, false, false);
    fixture.connector.fails("app@10.0.0.3", ConnectCause.CONNECTION_REFUSED);
    fixture.discovery.start();
    fixture.round();

    HealthCheckResponse down = fixture.ready(two);
    assertThat(up(down)).isFalse();
    assertThat(data(down)).containsEntry("unmet", "1 of 2 peers connected (readiness.min-nodes)");
    assertThat(up(fixture.ready(new ReadinessBounds(1, false, false)))).isTrue();

    fixture.connector.reset();
    fixture.round();
    assertThat(up(fixture.ready(two))).isTrue();
  }

  @Test
  void aRoundWithoutAnAnswerMakesItDownWhereOneIsRequired() throws Exception {
    ReadinessBounds bounds = new ReadinessBounds(0, true, false);
    fixture.lookup.remove(QUERY);
    fixture.discovery.start();
    fixture.round();

    assertThat(up(fixture.ready(bounds))).isFalse();
    assertThat(String.valueOf(data(fixture.ready(bounds)).get("unmet")))
        .contains("readiness.require-dns-answer");
    assertThat(up(fixture.ready())).isTrue();

    fixture.lookup.addresses(QUERY, RecordType.A, "10.0.0.2");
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    fixture.round();
    assertThat(up(fixture.ready(bounds))).isTrue();
  }

  @Test
  void aPartOfAnAnswerIsOneIfItNamesAnybody() throws Exception {
    ReadinessBounds bounds = new ReadinessBounds(0, true, false);
    NoAnswer missing = new NoAnswer(Reason.TRUNCATED, "cut short");
    fixture.lookup.outcome(
        QUERY, RecordType.A, new PartialAnswer(List.of("10.0.0.2"), Duration.ZERO, missing));
    fixture.discovery.start();
    fixture.round();
    assertThat(up(fixture.ready(bounds))).isTrue();

    fixture.lookup.outcome(
        QUERY, RecordType.A, new PartialAnswer(List.of(), Duration.ZERO, missing));
    fixture.round();
    assertThat(up(fixture.ready(bounds))).isFalse();
  }

  @Test
  void everyBoundThatDoesNotHoldIsNamed() throws Exception {
    fixture.lookup.remove(QUERY);
    fixture.discovery.start();
    fixture.round();

    assertThat(
            String.valueOf(data(fixture.ready(new ReadinessBounds(3, true, false))).get("unmet")))
        .contains("0 of 3 peers")
        .contains("no answer from the DNS");
  }

  @Test
  void itAnswersWhileARoundHangsWithWhatWasBefore() throws Exception {
    fixture.discovery.start();
    fixture.round();
    fixture.lookup.hold();
    fixture.discovery.discoverNodes();

    assertThat(up(fixture.ready(new ReadinessBounds(2, true, false)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"WHOLE", "ALONE"})
  void aMeshThatIsWholeOrAloneIsReadyWhereAWholeOneIsRequired(Verdict verdict) throws Exception {
    fixture.mesh = ChangedMesh.with(verdict, MeshSnapshots.whole(2));
    fixture.discovery.start();
    fixture.round();

    assertThat(up(fixture.ready(WHOLE_MESH))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      names = {"FORMING", "PARTIAL", "SPLIT", "UNKNOWN"})
  void anyOtherMeshMakesItDownOnlyWhereAWholeOneIsRequired(Verdict verdict) throws Exception {
    fixture.mesh = ChangedMesh.with(verdict, MeshSnapshots.split());
    fixture.discovery.start();
    fixture.round();

    assertThat(up(fixture.ready())).isTrue();
    assertThat(up(fixture.ready(WHOLE_MESH))).isFalse();
    assertThat(data(fixture.ready(WHOLE_MESH)))
        .containsEntry(
            "unmet", "the mesh is " + verdict.code() + " (readiness.require-whole-mesh)");
  }
}
