package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.Proofs;
import io.nessiecluster.distribution.handshake.Digest;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookie is the one that a BEAM makes of the same text; what was done to it is told. */
class CookieReaderTest {

  private static final String SECRET = "fleur-de-sel";

  @TempDir private Path directory;

  private static Digest proof(Settings settings) {
    return Proofs.of(settings.distribution().orElseThrow());
  }

  private static Digest proof(String cookie) {
    return Proofs.of(
        NodeSettings.of("a@127.0.0.1", Cookie.of(cookie), InetAddress.ofLiteral("127.0.0.1")));
  }

  private Map<String, String> file(String content) throws IOException {
    return Map.of(
        "cookie-file", Files.writeString(directory.resolve("cookie"), content).toString());
  }

  private static Map<String, String> keeping(Map<String, String> texts) {
    Map<String, String> all = new HashMap<>(texts);
    all.put("cookie-line-end", "keep");
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void aLineEndIsStrippedWithAWarning(String lineEnd) throws IOException {
    Settings fromFile = SettingsTexts.parse(file(SECRET + lineEnd));
    Settings fromText = SettingsTexts.parse(Map.of("cookie", SECRET + lineEnd));

    assertThat(proof(fromFile)).isEqualTo(proof(fromText)).isEqualTo(proof(SECRET));
    assertThat(fromFile.warnings())
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.cookie-file=" + directory)
        .contains("a line end was stripped", "cookie-line-end=keep")
        .doesNotContain(SECRET)
        .hasLineCount(1);
    assertThat(fromText.warnings())
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.cookie=...: a line end was stripped")
        .doesNotContain(SECRET);
  }

  @Test
  void aLineEndIsKeptOnDemandAsASetcookieOfABeamDoes() throws IOException {
    Settings settings = SettingsTexts.parse(keeping(file(SECRET + "\n")));

    assertThat(proof(settings)).isEqualTo(proof(SECRET + "\n")).isNotEqualTo(proof(SECRET));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void whatHasNoLineEndIsTakenWithoutAWord() throws IOException {
    for (Map<String, String> texts : List.of(file(SECRET), keeping(file(SECRET)))) {
      Settings settings = SettingsTexts.parse(texts);
      assertThat(proof(settings)).isEqualTo(proof(SECRET));
      assertThat(settings.warnings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" fleur", "fleur ", " f l "})
  void spacesArePartOfItWithAWarning(String cookie) throws IOException {
    Settings settings = SettingsTexts.parse(file(cookie));

    assertThat(proof(settings)).isEqualTo(proof(cookie));
    assertThat(settings.warnings())
        .singleElement()
        .asString()
        .contains("begins or ends with a space")
        .doesNotContain("fleur");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fl\u00e9ur", // a BEAM hashes E9 in a locale of UTF-8, and C3 A9 in another
        "\u03bb", // a BEAM crashes
        "\ud83d\ude00",
        "fleur\tsel",
        "fleur\nsel\n", // a BEAM refuses such a file
        "fleur\u0000sel",
        "\n",
        " "
      })
  void whatABeamWouldTakeOtherwiseOrNotAtAllIsWrongAndNotShown(String cookie) throws IOException {
    for (Map<String, String> texts :
        List.of(file(cookie), Map.of("cookie", cookie), keeping(file(cookie)))) {
      assertThatThrownBy(() -> SettingsTexts.parse(texts))
          .isInstanceOf(ConfigurationException.class)
          .message()
          .hasLineCount(1)
          .contains("a cookie of 1 to 255 characters")
          .doesNotContain("fl\u00e9", "fleur", "\u03bb");
    }
  }

  @Test
  void itHasAtMost255CharactersWithWhatIsKept() throws IOException {
    String longest = "x".repeat(255);
    assertThat(proof(SettingsTexts.parse(file(longest + "\n")))).isEqualTo(proof(longest));
    assertThatThrownBy(() -> SettingsTexts.parse(keeping(file(longest + "\n"))))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void theLibraryTakesAsciiAlone() {
    assertThatThrownBy(() -> Cookie.of("s\u00e9cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ASCII")
        .hasMessageNotContaining("cret");
  }
}
