package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library's page and the Javadoc quote is the code that {@code ExamplesIT} runs. */
class LibraryPageTest {

  private static final Path EXAMPLES = Path.of("src/test/java/io/nessiecluster/examples");
  private static final Path MAIN = Path.of("src/main/java/io/nessiecluster");
  private static final int MOST_LINES = 15;

  @ParameterizedTest
  @ValueSource(strings = {"CallAFunction", "AnswerCalls", "WatchACluster", "MeetByName"})
  void thePageQuotesTheExampleWhichIsShort(String name) throws IOException {
    List<String> method = method(name);

    assertThat(method).hasSizeLessThanOrEqualTo(MOST_LINES);
    assertThat(Files.readString(Path.of("docs/library.md")))
        .contains("```java\n" + String.join("\n", method) + "\n```");
  }

  @Test
  void thePackageQuotesTheCall() throws IOException {
    List<String> method = method("CallAFunction");

    assertThat(javadoc("distribution/package-info.java"))
        .contains(unindented(method.subList(1, method.size() - 1), 2));
  }

  @Test
  void theClusterQuotesItsPartOfTheWatch() throws IOException {
    List<String> quoted =
        method("WatchACluster").stream()
            .dropWhile(line -> !line.strip().startsWith("DnsCluster cluster"))
            .limit(6)
            .toList();

    assertThat(javadoc("cluster/round/DnsCluster.java")).contains(unindented(quoted, 4));
  }

  private static List<String> method(String name) throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve(name + ".java"));
    int last = lines.lastIndexOf("  }");
    return lines.subList(0, last + 1).stream()
        .dropWhile(line -> !line.startsWith("  static "))
        .map(line -> line.substring(2))
        .toList();
  }

  private static String unindented(List<String> lines, int columns) {
    return String.join("\n", lines.stream().map(line -> line.substring(columns)).toList());
  }

  private static String javadoc(String file) throws IOException {
    return Files.readString(MAIN.resolve(file)).replaceAll("(?m)^ \\* ?", "");
  }
}
