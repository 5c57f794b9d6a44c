package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For how long the former cookie counts. */
class CookieOverlapSettingTest {

  @TempDir private Path directory;

  @Test
  void byDefaultItCountsNoMoreAtOnce() {
    assertThat(SettingsTexts.parse(Map.of()).cookieOverlap()).isZero();
  }

  @Test
  void itIsADurationWithTheFileOfACookie() throws IOException {
    Path file = Files.writeString(directory.resolve("cookie"), "fleur-de-sel");
    Settings settings =
        SettingsTexts.parse(Map.of("cookie-file", file.toString(), "cookie-overlap", "10m"));

    assertThat(settings.cookieOverlap()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void whereTheCookieIsFromNoFileItIsToldToBeInVain() {
    assertThat(
            SettingsTexts.parse(Map.of("cookie", "fleur-de-sel", "cookie-overlap", "10m"))
                .warnings())
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.cookie-overlap has no effect");
  }
}
