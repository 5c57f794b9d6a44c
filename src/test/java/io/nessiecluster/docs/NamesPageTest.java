package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/names.md: its table is whole, its queries can be copied, its links lead somewhere. */
class NamesPageTest {

  private static final Path DOCS = Path.of("docs");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(#[a-z-]+)?\\)");
  private static final Pattern STAR = Pattern.compile("(.?)\\*=[\\w.$(){}-]*(\\.|\\w)(.?)");

  private final String page;

  NamesPageTest() throws IOException {
    page = Files.readString(DOCS.resolve("names.md"));
  }

  private List<List<String>> products() {
    return PageEntries.under(page, "## Which mode for whom");
  }

  @Test
  void everyProductHasAllItsCells() {
    assertThat(products())
        .hasSizeGreaterThanOrEqualTo(11)
        .allSatisfy(
            cells -> {
              assertThat(cells).hasSize(8).noneMatch(String::isEmpty);
              assertThat(cells.get(4)).isIn("`address`", "`peer`");
              assertThat(cells.get(7)).startsWith("`erl` under such a name");
            });
  }

  /** What is called by its address needs no names of its own, and the other way round. */
  @Test
  void theModeFitsTheNames() {
    assertThat(products())
        .allSatisfy(
            cells ->
                assertThat(cells.get(4).equals("`address`"))
                    .as(cells.getFirst())
                    .isEqualTo(cells.get(1).matches("`\\w+@POD_IP`.*")));
  }

  @Test
  void theRowOfTheOperatorIsWhatTheOverlayHas() throws IOException {
    List<String> row = products().getFirst();
    String overlay = Files.readString(Path.of("k8s/overlays/rabbitmq/kustomization.yaml"));
    assertThat(overlay)
        .contains("value: " + row.get(5).replace("`", "").replace("CLUSTER", "orders") + ".")
        .contains("secretName: orders-erlang-cookie", "key: .erlang.cookie", "port: 25672");
    assertThat(row.get(3)).contains("`CLUSTER-erlang-cookie`", "`.erlang.cookie`");
    assertThat(row.get(2)).contains("25672");
  }

  /** A shell takes a bare star for files, and YAML takes it for an alias. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/names.md", "k8s/overlays/rabbitmq/kustomization.yaml"})
  void aStarThatIsToBeCopiedStandsInQuotes(String file) throws IOException {
    List<MatchResult> stars =
        STAR.matcher(Files.readString(Path.of(file)).replace("`*=orders-nodes…`", ""))
            .results()
            .toList();
    assertThat(stars)
        .isNotEmpty()
        .allSatisfy(star -> assertThat(star.group(1)).as(star.group()).isEqualTo("'"));
  }

  @Test
  void everyLinkLeadsToAFileAndAChapter() throws IOException {
    for (MatchResult link : LINK.matcher(page).results().toList()) {
      Path file = link.group(1).isEmpty() ? DOCS.resolve("names.md") : DOCS.resolve(link.group(1));
      assertThat(file).exists();
      if (link.group(2) != null) {
        assertThat(anchors(file)).contains(link.group(2));
      }
    }
  }

  private static Stream<String> anchors(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> "#" + line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
  }
}
