package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.plan.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/form.md tells of what there is: modes, rules, bounds, and pages that it leads to. */
class FormPageTest {

  private static final Path PAGE = Path.of("docs/form.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

  private final String page;

  FormPageTest() throws IOException {
    page = Files.readString(PAGE);
  }

  /** The first word in backquotes of each entry below a heading, of those that begin with one. */
  private List<String> rows(String heading) {
    return PageEntries.under(page, heading).stream()
        .map(List::getFirst)
        .filter(first -> first.startsWith("`"))
        .map(first -> first.split("`", -1)[1])
        .toList();
  }

  @Test
  void eachRuleHasItsRowInTheOrderInWhichTheyApply() {
    assertThat(rows("## What is refused, and why"))
        .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::code).toList());
  }

  @Test
  void eachModeHasItsRow() {
    assertThat(rows("## The modes"))
        .containsExactlyElementsOf(
            Arrays.stream(MeshSettings.Mode.values())
                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void boundsAreTheDefaults() {
    MeshSettings.Joins joins = MeshSettings.DEFAULT.joins();

    assertThat(page)
        .contains("`mesh.max-joins-per-minute` (%d)".formatted(joins.mostPerMinute()))
        .contains(
            "`mesh.stable-for` (%d s)".formatted(MeshSettings.DEFAULT.stableFor().toSeconds()));
    assertThat(joins.allowMnesia() || joins.allowNameClash()).isFalse();
    assertThat(MeshSettings.DEFAULT.mode()).isEqualTo(MeshSettings.Mode.WATCH);
    assertThat(page).contains("| `watch` (default) |");
  }

  @Test
  void eachLinkLeadsSomewhere() throws IOException {
    List<MatchResult> links =
        LINK.matcher(page).results().filter(link -> !link.group(1).startsWith("https:")).toList();
    assertThat(links).hasSizeGreaterThan(10);
    for (MatchResult link : links) {
      Path target = link.group(1).isEmpty() ? PAGE : PAGE.resolveSibling(link.group(1)).normalize();
      assertThat(target).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as(target.toString()).contains(link.group(2));
      }
    }
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(Path target) throws IOException {
    return HEADING
        .matcher(Files.readString(target))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** The state in the answer is one of a mode that acts, and the overlay is the one of the page. */
  @Test
  void theThreeLinesAreOfTheOverlay() {
    assertThat(page).contains("kubectl apply -k k8s/overlays/form\n");
    assertThat(
            Stream.of("release.example.yaml", "network-policy.example.yaml", "settings.env")
                .map(Path.of("k8s/overlays/form")::resolve))
        .allSatisfy(file -> assertThat(file).exists());
  }
}
