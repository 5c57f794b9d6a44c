package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each room tells a newcomer what it is for, what belongs elsewhere, and where to begin. */
class RoomsTest {

  private static final Path HOUSE = Path.of("src/main/java/io/nessiecluster");

  static Stream<Path> rooms() throws IOException {
    try (Stream<Path> files = Files.walk(HOUSE)) {
      return files
          .filter(file -> file.endsWith("package-info.java") && !file.getParent().equals(HOUSE))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String words(Path file) throws IOException {
    return Files.readString(file).replaceAll("\\s*\\n \\* ?", " ");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void itSaysWhatMayComeInAndWhatMayNot(Path room) throws IOException {
    assertThat(words(room)).contains("May come in:", "May not:");
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void itNamesTheClassToStartReadingAt(Path room) throws IOException {
    assertThat(words(room)).containsPattern("Start reading at \\{@link io\\.nessiecluster\\.\\S+}");
  }
}
