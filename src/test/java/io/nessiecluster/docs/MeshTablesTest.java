package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/mesh.md explains every word that the service says of the mesh, and no other. */
class MeshTablesTest {

  private static final Pattern CODE = Pattern.compile("`(\\w+)`");

  private final String page;

  MeshTablesTest() throws IOException {
    page = Files.readString(Path.of("docs/mesh.md"));
  }

  @Test
  void everyVerdictHasItsRow() {
    assertThat(codes("Verdicts"))
        .isEqualTo(sorted(Arrays.stream(Verdict.values()).map(Verdict::code)));
  }

  @Test
  void everyCauseOfAMissingLinkHasItsRow() {
    assertThat(codes("Links that are missing, and why"))
        .isEqualTo(sorted(Arrays.stream(LinkCause.values()).map(LinkCause::code)));
  }

  @Test
  void everyReasonForSilenceHasItsRow() {
    assertThat(codes("Members"))
        .isEqualTo(
            sorted(
                Arrays.stream(MeshCallException.Reason.values())
                    .map(MeshCallException.Reason::code)));
  }

  @Test
  void everyCheckHasItsRow() {
    assertThat(codes("Checks"))
        .isEqualTo(sorted(Arrays.stream(Check.Id.values()).map(Check.Id::code)));
  }

  @Test
  void everyRuleThatForbidsAJoinHasItsRowAndSaysWhetherItPasses() {
    assertThat(rows("### What is refused"))
        .extracting(cells -> cells.getFirst())
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values()).map(rule -> "`" + rule.code() + "`").toList());
    assertThat(rows("### What is refused"))
        .filteredOn(cells -> cells.get(3).startsWith("yes"))
        .extracting(cells -> cells.getFirst())
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values())
                .filter(Rule::passes)
                .map(rule -> "`" + rule.code() + "`")
                .toList());
  }

  @Test
  void everyModeHasItsRow() {
    assertThat(rows("## Forming and healing"))
        .extracting(cells -> cells.getFirst())
        .containsExactlyElementsOf(
            Arrays.stream(MeshSettings.Mode.values())
                .map(mode -> "`" + mode.name().toLowerCase(Locale.ROOT) + "`")
                .toList());
  }

  @Test
  void everyStateIsNamed() {
    assertThat(rows("### The plan").getFirst().get(2))
        .contains(
            Arrays.stream(Keeping.State.values()).map(state -> "`" + state.code() + "`").toList());
  }

  private static List<String> sorted(Stream<String> codes) {
    return codes.sorted().toList();
  }

  /** What stands first in the rows of a chapter's table. */
  private List<String> codes(String chapter) {
    return rows("## " + chapter).stream()
        .map(cells -> CODE.matcher(cells.getFirst()))
        .filter(first -> first.find())
        .map(first -> first.group(1))
        .sorted()
        .toList();
  }

  /** The entries under a heading, up to the next one: all of their cells are filled. */
  private List<List<String>> rows(String heading) {
    List<List<String>> rows =
        PageEntries.under(page, heading).stream()
            .filter(cells -> cells.getFirst().startsWith("`"))
            .toList();
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(cells -> assertThat(cells).hasSize(4).noneMatch(String::isBlank));
    return rows;
  }
}
