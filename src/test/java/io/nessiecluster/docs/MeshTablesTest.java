package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  private static List<String> sorted(Stream<String> codes) {
    return codes.sorted().toList();
  }

  /** What stands first in the rows of a chapter's table, whose other cells are filled. */
  private List<String> codes(String chapter) {
    int start = page.indexOf("## " + chapter + "\n");
    assertThat(start).as(chapter).isNotNegative();
    int end = page.indexOf("\n## ", start);
    List<List<String>> rows =
        page.substring(start, end < 0 ? page.length() : end)
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> List.of(line.split("(?<!\\\\)\\|")))
            .toList();
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            cells -> {
              assertThat(cells).hasSize(5);
              assertThat(cells.subList(1, 5)).noneMatch(String::isBlank);
            });
    return rows.stream()
        .map(cells -> CODE.matcher(cells.get(1)))
        .filter(first -> first.find())
        .map(first -> first.group(1))
        .sorted()
        .toList();
  }
}
