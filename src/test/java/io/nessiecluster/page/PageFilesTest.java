package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources");
  private static final int MOST_BYTES = 80 * 1024;

  @Test
  void itKnowsEachFileThatIsShippedAndNoOther() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> "/" + FOLDER.relativize(file)))
          .containsExactlyInAnyOrderElementsOf(PageFiles.PATHS);
    }
  }

  @Test
  void eachHasATypeAndATagOfItsOwn() {
    PageFiles files = PageFiles.read();

    assertThat(PageFiles.PATHS.stream().map(path -> files.of(path).orElseThrow()))
        .allSatisfy(file -> assertThat(file.type()).isNotEmpty())
        .extracting(PageFile::etag)
        .doesNotHaveDuplicates()
        .allMatch(tag -> tag.matches("\"[0-9a-f]{16}\""));
  }

  @Test
  void allOfThemAreSmall() {
    PageFiles files = PageFiles.read();

    assertThat(
            PageFiles.PATHS.stream()
                .mapToInt(path -> files.of(path).orElseThrow().content().length())
                .sum())
        .isLessThanOrEqualTo(MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'\"1\"', true",
        "'W/\"1\"', true",
        "'\"0\", \"1\"', true",
        "*, true",
        "'\"2\"', false",
        "1, false",
        "'', false"
      })
  void whoHasItNeedNotGetItAgain(String ifNoneMatch, boolean known) {
    PageFile file = new PageFile("text/html", Buffer.buffer("x"), "\"1\"");

    assertThat(file.isKnownBy(ifNoneMatch)).isEqualTo(known);
  }
}
