package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart takes the values that it tells of, and refuses others by name. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChartValuesTest {

  private static final Pattern COMMAND =
      Pattern.compile("helm (?:upgrade --)?install nessie-cluster k8s/helm/nessie-cluster(.*)");

  private static HelmSession helm;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(HelmSession.isAvailable(), HelmSession.NOT_AVAILABLE);
    helm = HelmSession.start();
  }

  @AfterAll
  static void end() throws IOException {
    if (helm != null) {
      helm.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mod=form | properties 'mod' not allowed
          mode=from | /mode
          image.tagg=1 | properties 'tagg' not allowed
          replicas=two | /replicas
          cookie.value=secret | properties 'value' not allowed
          networkPolicy.otlp.namespce=a | properties 'namespce' not allowed
          release.basename=app@host | /release/basename
          queries=app. | /queries
          settings.interval=5s | propertyName 'interval'
          settings.NESSIE_CLUSTER_EPMD_PORT=off | /settings/NESSIE_CLUSTER_EPMD_PORT
          settings.NESSIE_CLUSTER_MESH_MODE=form | set the value mode instead
          settings.NESSIE_CLUSTER_QUERY=app. | set the value queries instead
          settings.NESSIE_CLUSTER_COOKIE=secret | set the value cookie.existingSecret instead
          """)
  void aMistypedValueIsRefusedByName(String value, String named) {
    assertThatThrownBy(() -> helm.template("nessie-cluster", List.of(value)))
        .hasMessageContaining(named);
  }

  /** So that no value is without a word on it, and none is refused that the chart has. */
  @Test
  void theSchemaDescribesTheValuesThatThereAre() throws IOException {
    Path chart = Manifests.FOLDER.resolve("helm/nessie-cluster");
    JsonNode values = Manifests.documents(Kustomize.read(chart.resolve("values.yaml"))).get(0);
    JsonNode schema =
        Manifests.documents(Kustomize.read(chart.resolve("values.schema.json"))).get(0);

    Set<String> described = described("", schema).collect(Collectors.toSet());
    described.remove("/global"); // Helm's own
    assertThat(described).isEqualTo(paths("", values, described).collect(Collectors.toSet()));
  }

  /** Paths of all that has a description; an object that says what is in it forbids the rest. */
  private static Stream<String> described(String path, JsonNode schema) {
    return schema.path("properties").properties().stream()
        .flatMap(
            entry -> {
              JsonNode property = entry.getValue();
              assertThat(property.path("description").asText()).as(entry.getKey()).endsWith(".");
              return Stream.concat(
                  Stream.of(path + "/" + entry.getKey()),
                  described(path + "/" + entry.getKey(), property));
            });
  }

  /** Settings are as many as anyone likes: of them those alone that the schema tells of. */
  private static Stream<String> paths(String path, JsonNode values, Set<String> described) {
    return values.properties().stream()
        .map(entry -> Map.entry(path + "/" + entry.getKey(), entry.getValue()))
        .filter(entry -> !path.equals("/settings") || described.contains(entry.getKey()))
        .flatMap(
            entry ->
                Stream.concat(
                    Stream.of(entry.getKey()), paths(entry.getKey(), entry.getValue(), described)));
  }

  /** As they are written, but for what is the reader's own. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/deploy.md", "docs/form.md"})
  void theCommandsOfAPageRender(String page) throws IOException {
    List<List<String>> commands =
        COMMAND
            .matcher(Files.readString(Path.of(page)))
            .results()
            .map(found -> values(found.group(1)))
            .toList();

    assertThat(commands).isNotEmpty();
    for (List<String> values : commands) {
      assertThatCode(() -> helm.template("nessie-cluster", values))
          .as(values.toString())
          .doesNotThrowAnyException();
    }
  }

  private static List<String> values(String options) {
    return Arrays.stream(options.replaceAll("[`(#].*", "").split(" ", -1))
        .filter(word -> word.contains("=") || word.startsWith("k8s/helm/values/"))
        .map(word -> word.replace("k8s/helm/values/", ""))
        .toList();
  }
}
