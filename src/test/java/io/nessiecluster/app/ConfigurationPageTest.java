package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.docs.PageEntries;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the code does. */
class ConfigurationPageTest {

  private static final String PREFIX = "nessie-cluster.";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([A-Z_]+)` \\| (?:`([^`]*)`)?");

  private record Row(String variable, String defaultValue) {}

  @Test
  void itListsEveryKeyAndNoOther() throws IOException {
    assertThat(rows().keySet())
        .isEqualTo(
            ConfigMappings.getProperties(
                    ConfigMappings.ConfigClass.configClass(ClusterConfig.class))
                .keySet()
                .stream()
                .filter(key -> !key.endsWith("[*]")) // the elements of a list
                .map(key -> key.substring(PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void itsDefaultsAreThoseOfTheCode() throws IOException {
    SmallRyeConfig config = SettingsTexts.config(Map.of(), Map.of());
    rows()
        .forEach(
            (key, row) -> {
              String value = config.getConfigValue(PREFIX + key).getValue();
              if (value != null) {
                assertThat(row.defaultValue).as(key).isEqualTo(value);
              }
            });
  }

  @Test
  void itsVariablesAreThoseThatAreRead() throws IOException {
    rows()
        .forEach(
            (key, row) ->
                assertThat(row.variable)
                    .isEqualTo(
                        (PREFIX + key).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")));
  }

  @Test
  void itSaysOfEveryKeyWhatItMeansAndWhatIsAllowed() throws IOException {
    assertThat(
            PageEntries.under(Files.readString(Path.of("docs/configuration.md")), "## Settings")
                .stream()
                .filter(entry -> !entry.get(1).contains("NESSIE_CLUSTER_")) // the table above
                .peek(entry -> assertThat(entry).hasSize(3).noneMatch(String::isBlank))
                .map(entry -> entry.getFirst().replace("`", "")))
        .containsExactlyInAnyOrderElementsOf(rows().keySet());
  }

  private static Map<String, Row> rows() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    Matcher matcher = ROW.matcher(page.substring(0, page.indexOf("## Settings of Quarkus")));
    Map<String, Row> rows = new TreeMap<>();
    while (matcher.find()) {
      rows.put(
          matcher.group(1),
          new Row(matcher.group(2), matcher.group(3) == null ? "" : matcher.group(3)));
    }
    return rows;
  }
}
