package io.nessiecluster.metrics;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.rest.FakeConnector;
import io.nessiecluster.rest.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus sees is what docs/ says, and what alerts and dashboard ask for is there. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class MetricsPageTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(nessie_cluster_\\w+)` \\| (\\w+) \\| ([^|]+) \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (nessie_cluster_\\w+) (\\w+)$");
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(nessie_cluster_\\w+?)(?:\\{(.*)})? (\\S+)$");
  private static final Pattern NAME = Pattern.compile("nessie_cluster_\\w+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;

  private record Row(String type, Set<String> labels) {}

  @BeforeEach
  void nobodyIsConnected() {
    peers.reset();
    lookup.remove(FakeWorld.QUERY);
    when().get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void thePageListsEveryMetricWithItsTypeAndNoOther() throws IOException {
    Map<String, String> exposed = new TreeMap<>();
    Matcher types = TYPE.matcher(metrics());
    while (types.find()) {
      if (!types.group(1).endsWith("_max")) { // Micrometer's own beside each timer
        exposed.put(exposedName(types.group(1), types.group(2)), types.group(2));
      }
    }
    Map<String, String> described = new TreeMap<>();
    page().forEach((name, row) -> described.put(name, row.type));

    assertThat(exposed).isEqualTo(described);
  }

  @Test
  void thePageListsTheLabelsOfEveryMetric() throws IOException {
    Map<String, Row> page = page();
    Map<String, Set<String>> labels = new TreeMap<>();
    page.keySet().forEach(name -> labels.put(name, new TreeSet<>()));
    Matcher samples = SAMPLE.matcher(metrics());
    while (samples.find()) {
      String name = samples.group(1).replaceFirst("_(bucket|count|sum|max)$", "");
      Set<String> known = labels.get(page.containsKey(name) ? name : samples.group(1));
      assertThat(known).as(samples.group()).isNotNull();
      if (samples.group(2) != null) {
        LABEL.matcher(samples.group(2)).results().map(m -> m.group(1)).forEach(known::add);
      }
      known.remove("le");
    }
    page.forEach((name, row) -> assertThat(labels.get(name)).as(name).isEqualTo(row.labels));
  }

  @Test
  void theVersionIsALabel() {
    String version = when().get("/cluster").then().extract().path("version");

    assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(value("nessie_cluster_build_info{version=\"" + version + "\"}")).isEqualTo(1);
  }

  @Test
  void aRoundIsCounted() {
    double rounds = value("nessie_cluster_round_duration_seconds_count");
    double answers = value("nessie_cluster_lookups_total{outcome=\"answer\",type=\"A\"}");
    double noData = value("nessie_cluster_lookups_total{outcome=\"no_data\",type=\"AAAA\"}");
    double refused = value("nessie_cluster_connect_failures_total{cause=\"connection_refused\"}");
    double links = value("nessie_cluster_links_up_total");
    peers.fails("app@10.0.0.3", ConnectCause.CONNECTION_REFUSED);
    lookup.addresses(FakeWorld.QUERY, RecordType.A, "10.0.0.1", "10.0.0.2", "10.0.0.3");
    when().get("/cluster/discover").then().statusCode(200);

    assertThat(value("nessie_cluster_round_duration_seconds_count")).isEqualTo(rounds + 1);
    assertThat(value("nessie_cluster_lookups_total{outcome=\"answer\",type=\"A\"}"))
        .isEqualTo(answers + 1);
    assertThat(value("nessie_cluster_lookups_total{outcome=\"no_data\",type=\"AAAA\"}"))
        .isEqualTo(noData + 1);
    assertThat(value("nessie_cluster_connect_failures_total{cause=\"connection_refused\"}"))
        .isEqualTo(refused + 1);
    assertThat(value("nessie_cluster_links_up_total")).isEqualTo(links + 2);
    assertThat(value("nessie_cluster_connected_nodes")).isEqualTo(2);
    assertThat(value("nessie_cluster_nodes{state=\"connected\"}")).isEqualTo(2);
    assertThat(value("nessie_cluster_nodes{state=\"failing\"}")).isEqualTo(1);
    assertThat(value("nessie_cluster_has_ran")).isEqualTo(1);
    assertThat(value("nessie_cluster_running")).isEqualTo(1);
    assertThat(value("nessie_cluster_last_round_timestamp_seconds"))
        .isEqualTo(value("nessie_cluster_last_success_timestamp_seconds"))
        .isGreaterThan(1.7e9);
  }

  @Test
  void everyCauseIsThereFromTheStart() {
    String metrics = metrics();
    for (ConnectCause cause : ConnectCause.values()) {
      assertThat(metrics)
          .contains("nessie_cluster_connect_failures_total{cause=\"" + cause.code() + "\"}");
    }
    for (LossCause cause : LossCause.values()) {
      assertThat(metrics)
          .contains("nessie_cluster_links_lost_total{cause=\"" + cause.code() + "\"}");
    }
  }

  @Test
  void noLabelHoldsAnAddressOrAQuery() {
    lookup.addresses(FakeWorld.QUERY, RecordType.A, "10.0.0.1");
    when().get("/cluster/discover").then().statusCode(200);
    when().get("/cluster/nodes/app@10.0.0.1").then().statusCode(200);
    when().get("/cluster/nodes/app@10.7.7.7").then().statusCode(404);

    assertThat(metrics()).doesNotContain("10.0.0.", "10.7.7.7", FakeWorld.QUERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/alerts.yaml", "docs/grafana-dashboard.json"})
  void everyMetricThatIsAskedForIsThere(String file) throws IOException {
    Set<String> samples =
        SAMPLE
            .matcher(metrics())
            .results()
            .map(sample -> sample.group(1))
            .collect(Collectors.toSet());
    List<String> asked =
        NAME.matcher(Files.readString(Path.of(file))).results().map(m -> m.group()).toList();

    assertThat(asked).isNotEmpty().allSatisfy(name -> assertThat(samples).contains(name));
  }

  @Test
  void everyMetricIsOnTheDashboard() throws IOException {
    String dashboard = Files.readString(Path.of("docs/grafana-dashboard.json"));
    assertThat(page().keySet()).allSatisfy(name -> assertThat(dashboard).contains(name));
  }

  /** OpenMetrics leaves the suffix of a counter out of its type line. */
  private static String exposedName(String name, String type) {
    return type.equals("counter") && !name.endsWith("_total") ? name + "_total" : name;
  }

  private static String metrics() {
    return when().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  private static double value(String sample) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no sample " + sample));
  }

  private static Map<String, Row> page() throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    Matcher matcher = ROW.matcher(Files.readString(Path.of("docs/metrics.md")));
    while (matcher.find()) {
      Set<String> labels =
          Arrays.stream(matcher.group(3).replaceAll("[`– ]", "").split(","))
              .filter(label -> !label.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      rows.put(matcher.group(1), new Row(matcher.group(2), labels));
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }
}
