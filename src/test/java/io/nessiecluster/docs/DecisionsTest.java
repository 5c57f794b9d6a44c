package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decision record speaks of is there, and one can tell how old the record is. */
class DecisionsTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  /** A class in code font, such as {@code RoundQueue}; not a method, nor a package. */
  private static final Pattern TYPE = Pattern.compile("`(?:[a-z]+\\.)*([A-Z][a-z]+\\w*[A-Z]\\w+)`");

  /** What records name that others make, or that the code has left behind. */
  private static final Set<String> OF_OTHERS =
      Set.of("LookupSession", "SimpleResolver", "ByteBuffer", "InetAddress");

  static Stream<Path> records() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/decisions"))) {
      return files.sorted().toList().stream();
    }
  }

  private static Set<String> types() throws IOException {
    try (Stream<Path> main = Files.walk(MAIN);
        Stream<Path> tests = Files.walk(TESTS)) {
      return Stream.concat(main, tests)
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void itHasADateAndSaysByWhatItWasAmended(Path file) throws IOException {
    assertThat(Files.readString(file))
        .containsPattern("(?m)^- Date: \\d{4}-\\d{2}-\\d{2}$")
        .containsPattern("(?m)^- Amended by: \\S");
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyTypeThatItNamesIsThere(Path file) throws IOException {
    Set<String> named =
        TYPE.matcher(Files.readString(file))
            .results()
            .map((MatchResult match) -> match.group(1))
            .collect(Collectors.toSet());
    named.removeAll(OF_OTHERS);

    assertThat(types()).containsAll(named);
  }
}
