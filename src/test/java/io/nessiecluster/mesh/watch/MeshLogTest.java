package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The log says what happens to the mesh, a line each. */
class MeshLogTest {

  private static final NodeName A = new NodeName("app@a");
  private static final NodeName B = new NodeName("app@<b>\n");

  private final ManualTime time = new ManualTime();
  private final List<String> lines = new ArrayList<>();
  private final MeshLog log = new MeshLog((level, line) -> lines.add(level + " " + line), time);

  private ClusterEvent.LinkMissing missing() {
    return new ClusterEvent.LinkMissing(
        time.instant(), A, B, Optional.of("connect_timeout"), "no answer");
  }

  @Test
  void whatIsWrongIsAWarningAndTheRestIsNot() {
    log.accept(new ClusterEvent.MeshSplit(time.instant(), 4, 2, "2 islands"));
    log.accept(new ClusterEvent.MeshWhole(time.instant(), 4));
    log.accept(missing());
    log.accept(new ClusterEvent.LinkRestored(time.instant(), A, B));
    log.accept(new ClusterEvent.CheckChanged(time.instant(), "limits", "fail", "99 %"));
    log.accept(new ClusterEvent.CheckChanged(time.instant(), "limits", "pass", "50 %"));

    assertThat(lines)
        .containsExactly(
            "WARNING the mesh of 4 nodes is split: 2 islands",
            "INFO the mesh of 4 nodes is whole",
            "WARNING a link is missing (connect_timeout): no answer",
            "INFO app@a and app@<b>\\u{A} list each other again",
            "WARNING check limits: fail: 99 %",
            "INFO check limits: pass: 50 %");
  }

  @Test
  void ofAChecksChangesWhatIsWrongIsToldAndThatItNoLongerIs() {
    for (String status : List.of("skipped", "unknown", "pass", "warn", "unknown", "pass", "pass")) {
      log.accept(new ClusterEvent.CheckChanged(time.instant(), "otp_equal", status, "told"));
    }

    assertThat(lines)
        .filteredOn(line -> !line.startsWith("DEBUG"))
        .containsExactly("INFO check otp_equal: warn: told", "INFO check otp_equal: pass: told");
  }

  @Test
  void aJoinThatIsMadeIsNoWarningAndOneThatIsNotIs() {
    log.accept(new ClusterEvent.MemberJoined(time.instant(), A, B, "newcomer"));
    log.accept(new ClusterEvent.JoinAdvised(time.instant(), A, B, "link", "1 connect"));
    log.accept(new ClusterEvent.JoinFailed(time.instant(), A, B, "island", "timeout: 15 s"));
    log.accept(
        new ClusterEvent.JoinRefused(time.instant(), A, B, "island", "way_blocked", "no answer"));
    log.accept(new ClusterEvent.NameClash(time.instant(), A, B, "scheduler"));

    assertThat(lines)
        .containsExactly(
            "INFO joined app@a with app@<b>\\u{A} (newcomer)",
            "INFO app@a would be joined with app@<b>\\u{A} (link): 1 connect",
            "WARNING app@a is not joined with app@<b>\\u{A} (island): timeout: 15 s",
            "WARNING app@a may not be joined with app@<b>\\u{A} (island): way_blocked: no answer",
            "WARNING app@a and app@<b>\\u{A} had the same names of global when they were joined:"
                + " scheduler");
  }

  @Test
  void eachLineTellsItsNodesAndItsCauseInFields() {
    List<Map<String, String>> fields = new ArrayList<>();
    MeshLog withFields =
        new MeshLog(
            new ClusterLogger() {
              @Override
              public void log(Level level, String message) {
                throw new AssertionError("without fields: " + message);
              }

              @Override
              public void log(Level level, String message, Map<String, String> all) {
                fields.add(all);
              }
            },
            time);
    String b = "app@<b>\\u{A}";

    withFields.accept(new ClusterEvent.MeshSplit(time.instant(), 4, 2, "2 islands"));
    withFields.accept(new ClusterEvent.MeshWhole(time.instant(), 4));
    withFields.accept(missing());
    withFields.accept(
        new ClusterEvent.LinkMissing(time.instant(), A, B, Optional.empty(), "no answer"));
    withFields.accept(new ClusterEvent.LinkRestored(time.instant(), A, B));
    withFields.accept(new ClusterEvent.CheckChanged(time.instant(), "limits", "fail", "99 %"));
    withFields.accept(new ClusterEvent.MemberJoined(time.instant(), A, B, "newcomer"));
    withFields.accept(new ClusterEvent.JoinFailed(time.instant(), A, B, "island", "timeout"));
    withFields.accept(
        new ClusterEvent.JoinRefused(time.instant(), A, B, "island", "way_blocked", "no answer"));
    withFields.accept(new ClusterEvent.JoinAdvised(time.instant(), A, B, "link", "1 connect"));
    withFields.accept(new ClusterEvent.NameClash(time.instant(), A, B, "scheduler"));

    assertThat(fields)
        .containsExactly(
            Map.of(),
            Map.of(),
            Map.of("node", "app@a", "to", b, "cause", "connect_timeout"),
            Map.of("node", "app@a", "to", b),
            Map.of("node", "app@a", "to", b),
            Map.of("check", "limits"),
            Map.of("node", "app@a", "to", b),
            Map.of("node", "app@a", "to", b),
            Map.of("node", "app@a", "to", b, "cause", "way_blocked"),
            Map.of("node", "app@a", "to", b),
            Map.of("node", "app@a", "to", b));
  }

  @Test
  void linesInASecondAreBoundedAndTheRestIsCounted() {
    for (int i = 0; i < 500; i++) {
      log.accept(missing());
    }
    assertThat(lines).hasSize(MeshLog.LINES_PER_SECOND);

    time.advance(Duration.ofSeconds(1));
    log.accept(missing());

    assertThat(lines.get(MeshLog.LINES_PER_SECOND))
        .isEqualTo("WARNING 400 lines about the mesh were left out: too many in a second");
  }
}
