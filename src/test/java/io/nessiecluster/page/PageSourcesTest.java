package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the page for browsers, by their text. */
class PageSourcesTest {

  private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources");
  private static final Path PAGE = FOLDER.resolve("page");
  private static final int MOST_BYTES = 80 * 1024;

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Set<String> found(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> scripts() throws IOException {
    return files().stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.endsWith(".js"))
        .collect(Collectors.toSet());
  }

  @Test
  void allOfThemAreSmall() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }

    assertThat(bytes).isBetween(20_000L, (long) MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatPeersSayIsNeverReadAsHtmlOrAsAScript(Path file) throws IOException {
    assertThat(Files.readString(file))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
        .doesNotContain("eval(", "new Function", "DOMParser", "createContextualFragment");
  }

  @Test
  void theDocumentHasNoScriptOrStyleOfItsOwn() throws IOException {
    String html = Files.readString(FOLDER.resolve("index.html"));

    assertThat(html)
        .doesNotContain("<style", " style=", "javascript:")
        .doesNotContainPattern(" on[a-z]+=");
    assertThat(html.split("<script", -1)).hasSize(2);
    assertThat(html).contains("<script type=\"module\" src=\"page/main.js\"></script>");
  }

  @ParameterizedTest
  @MethodSource("files")
  void nothingComesFromElsewhere(Path file) throws IOException {
    String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");

    assertThat(text).doesNotContain("http:", "https:", "@import");
  }

  @Test
  void everyModuleIsLoadedAtOnceAndNotOneAfterTheOther() throws IOException {
    Set<String> preloaded =
        found(
            "modulepreload\" href=\"page/([a-z]+\\.js)\"",
            Files.readString(FOLDER.resolve("index.html")));

    assertThat(preloaded).hasSize(scripts().size() - 1).doesNotContain("main.js");
    assertThat(scripts()).containsAll(preloaded);
  }

  @Test
  void everyTypeOfEventIsListenedTo() throws IOException {
    Set<String> types =
        found(
            " _ -> \"([a-z-]+)\"",
            Files.readString(Path.of("src/main/java/io/nessiecluster/cluster/ClusterEvent.java")));
    String live = Files.readString(PAGE.resolve("live.js"));
    Set<String> listened =
        found("'([a-z-]+)'", live.substring(live.indexOf("const TYPES"), live.indexOf("];")));

    assertThat(types).hasSizeGreaterThan(15);
    assertThat(listened).containsAll(types).contains("missed");
  }

  @Test
  void everyModuleIsSmall() throws IOException {
    for (String script : scripts()) {
      assertThat(Files.readString(PAGE.resolve(script)).lines()).as(script).hasSizeLessThan(300);
    }
  }

  @Test
  void everyElementThatIsAskedForIsThere() throws IOException {
    Set<String> ids = found(" id=\"([a-z-]+)\"", Files.readString(FOLDER.resolve("index.html")));

    for (String script : scripts()) {
      Set<String> asked = found("by\\('([a-z-]+)'\\)", Files.readString(PAGE.resolve(script)));
      assertThat(ids).as(script).containsAll(asked);
    }
    assertThat(Arrays.asList("verdict", "node-rows", "event-list")).allMatch(ids::contains);
  }
}
