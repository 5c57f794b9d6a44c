package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/operations.md helps with everything that can go wrong. */
class OperationsPageTest {

  private static final Pattern RUNBOOK = Pattern.compile("docs/operations\\.md#([a-z-]+)");
  private static final Pattern LINK = Pattern.compile("operations\\.md#([a-z-]+)\\)");

  private final String page;

  OperationsPageTest() throws IOException {
    page = Files.readString(Path.of("docs/operations.md"));
  }

  @Test
  void everyCauseOfAFailedConnectHasItsRow() {
    assertThat(Arrays.stream(ConnectCause.values()).map(ConnectCause::code))
        .allSatisfy(code -> assertRow("Nodes that cannot be connected", "`" + code + "`"));
  }

  @Test
  void everyCauseOfALossHasItsRow() {
    assertThat(Arrays.stream(LossCause.values()).map(LossCause::code))
        .allSatisfy(code -> assertRow("Connections that are lost", "`" + code + "`"));
  }

  @Test
  void everyReasonWithoutAnAnswerHasItsRow() {
    assertThat(Arrays.stream(LookupOutcome.Reason.values()))
        .allSatisfy(
            reason ->
                assertRow("Lookups", "`" + reason.code() + "` (`" + reason.causeCode() + "`)"));
  }

  @Test
  void everyConditionHasItsChapterWithEachStatus() {
    for (Condition.Type type : Condition.Type.values()) {
      assertRow(type.text(), "`True`");
      assertRow(type.text(), "`False`");
    }
  }

  @Test
  void everyCheckHasItsRow() {
    assertThat(Arrays.stream(Check.Id.values()).map(Check.Id::code))
        .allSatisfy(code -> assertRow("Checks", "`" + code + "`"));
  }

  @Test
  void everyRuleThatForbidsAJoinHasItsRow() {
    assertThat(Arrays.stream(Rule.values()).map(Rule::code))
        .allSatisfy(code -> assertRow("Joins that are refused", "`" + code + "`"));
  }

  @Test
  void everyStateOfHealingIsNamedAsAReason() {
    assertThat(Arrays.stream(Keeping.State.values()).map(Keeping.State::reason))
        .allSatisfy(
            reason -> {
              String status =
                  reason.equals("Healing") || reason.equals("Forming") ? "True" : "False";
              assertRow("Healing", "`" + status + "`, reason `" + reason + "`");
            });
  }

  /** A rule that waits for somebody calls somebody: by this alert, or by one of its own. */
  @Test
  void theAlertOfRefusedJoinsNamesEveryRuleThatDoesNotPass() throws IOException {
    List<String> named =
        Pattern.compile("refused_joins\\{rule=~\"([\\w|]+)\"")
            .matcher(Files.readString(Path.of("docs/alerts.yaml")))
            .results()
            .flatMap(match -> Stream.of(match.group(1).split("\\|")))
            .toList();

    assertThat(named)
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values())
                .filter(rule -> !rule.passes())
                .filter(rule -> rule != Rule.FORM_ONLY) // NessieClusterMeshSplit
                .filter(rule -> rule != Rule.SUSPENDED) // NessieClusterHealSuspended
                .map(Rule::code)
                .toList());
  }

  /** One port is the node's: bin/app remote, rpc and stop fail with eaddrinuse then. */
  @Test
  void nobodyIsToldToLeaveARemoteShellNoPort() throws IOException {
    Pattern range = Pattern.compile("listen_min'? (\\d+) '?inet_dist_listen_max'? (\\d+)");
    try (Stream<Path> files =
        Stream.concat(Files.walk(Path.of("docs")), Files.walk(Path.of("k8s")))) {
      List<MatchResult> told =
          files
              .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".png"))
              .map(OperationsPageTest::read)
              .flatMap(text -> range.matcher(text).results())
              .toList();

      assertThat(told)
          .hasSizeGreaterThan(3)
          .allSatisfy(
              each ->
                  assertThat(Integer.parseInt(each.group(1)))
                      .as(each.group())
                      .isLessThan(Integer.parseInt(each.group(2))));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster/state/ConditionTracker", "mesh/watch/MeshConditions"})
  void everyReasonOfAConditionIsNamed(String source) throws IOException {
    String tracker =
        Files.readString(Path.of("src/main/java/io/nessiecluster/" + source + ".java"));
    List<String> reasons =
        Pattern.compile("\\bStatus\\.\\w+,\\s+\"(\\w+)\"")
            .matcher(tracker)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();

    assertThat(reasons)
        .hasSizeGreaterThan(7)
        .allSatisfy(reason -> assertThat(page).contains("reason `" + reason + "`"));
  }

  @Test
  void everyRunbookOfAnAlertAndEveryLinkIsAChapter() throws IOException {
    List<String> anchors =
        page.lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();
    String alerts = Files.readString(Path.of("docs/alerts.yaml"));
    String metrics = Files.readString(Path.of("docs/metrics.md"));

    assertThat(
            Stream.concat(RUNBOOK.matcher(alerts).results(), LINK.matcher(metrics).results())
                .map((MatchResult match) -> match.group(1)))
        .hasSizeGreaterThan(8)
        .isSubsetOf(anchors);
  }

  /** An entry of a chapter that begins with {@code first} and has every cell filled. */
  private void assertRow(String chapter, String first) {
    String heading = page.contains("\n## " + chapter + "\n") ? "## " : "### ";
    List<String> cells =
        PageEntries.under(page, heading + chapter).stream()
            .filter(entry -> entry.getFirst().startsWith(first))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no entry " + first + " in " + chapter));
    assertThat(cells).as(first).hasSize(4).noneMatch(String::isBlank);
  }
}
