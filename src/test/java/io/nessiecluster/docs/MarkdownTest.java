package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page can be read in a terminal, and leads where it says. */
class MarkdownTest {

  private static final int WIDEST = 160;
  private static final Path DOCS = Path.of("docs");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern LINK =
      Pattern.compile("(?:\\]\\(|(?:src|srcset|href)=\")([^)#\\s\"]*)(?:#([^)\\s\"]+))?[)\"]");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(
          Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md").map(Path::of),
          found.stream());
    }
  }

  static Stream<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(DOCS.resolve("pictures"))) {
      return files.toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noLineIsWiderThanAScreen(Path page) throws IOException {
    assertThat(Files.readAllLines(page))
        .allSatisfy(
            line -> assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(WIDEST));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void eachLinkLeadsToAFileAndAHeading(Path page) throws IOException {
    for (MatchResult link : links(page)) {
      Path target = target(page, link);
      assertThat(target).as(link.group()).exists();
      if (link.group(2) != null) {
        assertThat(anchors(target)).as(link.group()).contains(link.group(2));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void eachPictureIsSmallAndShown(Path picture) throws IOException {
    List<Path> shown = new ArrayList<>();
    for (Path page : pages().toList()) {
      links(page).forEach(link -> shown.add(target(page, link)));
    }

    assertThat(Files.size(picture)).isBetween(10_000L, 200_000L);
    assertThat(shown).contains(picture);
  }

  @Test
  void theListOfPagesNamesEach() throws IOException {
    Path list = DOCS.resolve("README.md");

    assertThat(links(list).stream().map(link -> target(list, link)).toList())
        .containsAll(pages().filter(page -> page.startsWith(DOCS) && !page.equals(list)).toList());
  }

  private static List<MatchResult> links(Path page) throws IOException {
    String prose = CODE.matcher(withoutFences(page)).replaceAll("code");
    return LINK.matcher(prose)
        .results()
        .filter(link -> !link.group(1).matches("[a-z]+:.*"))
        .toList();
  }

  private static Path target(Path page, MatchResult link) {
    return link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
  }

  /** As GitHub makes them. */
  private static Set<String> anchors(Path target) throws IOException {
    return HEADING
        .matcher(withoutFences(target))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String withoutFences(Path page) throws IOException {
    return FENCE.matcher(Files.readString(page)).replaceAll("");
  }
}
