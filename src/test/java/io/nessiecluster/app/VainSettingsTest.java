package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.config.ClusterConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that are given and have no effect. */
class VainSettingsTest {

  private static List<String> ofVariables(Map<String, String> environment) {
    return warnings(Map.of(), environment);
  }

  private static List<String> warnings(
      Map<String, String> properties, Map<String, String> environment) {
    Map<String, String> keys = new HashMap<>();
    properties.forEach((key, value) -> keys.put("nessie-cluster." + key, value));
    return VainSettings.warnings(
        GivenSetting.in(
            new SmallRyeConfigBuilder()
                .withSources(
                    new PropertiesConfigSource(keys, "properties", GivenSetting.ENVIRONMENT + 100),
                    new EnvConfigSource(environment, GivenSetting.ENVIRONMENT))
                .build()));
  }

  @ParameterizedTest
  @CsvSource({
    "NESSIE_CLUSTER_QUREY, NESSIE_CLUSTER_QUERY",
    "NESSIE_CLUSTER_QUERIES, NESSIE_CLUSTER_QUERY",
    "NESSIE_CLUSTER_NODENAME, NESSIE_CLUSTER_NODE_NAME",
    "NESSIE_CLUSTER_COOKIEFILE, NESSIE_CLUSTER_COOKIE_FILE",
    "NESSIE_CLUSTER_DNS_MAX_BACK_OFF, NESSIE_CLUSTER_DNS_MAX_BACKOFF",
    "NESSIECLUSTER_COOKIE_FILE, NESSIE_CLUSTER_COOKIE_FILE",
    "nessie_cluster_intervall, NESSIE_CLUSTER_INTERVAL"
  })
  void aVariableThatIsNoneIsToldWithTheNearest(String wrong, String nearest) {
    assertThat(ofVariables(Map.of(wrong, "x")))
        .containsExactly(wrong + " is no setting, and has no effect; the nearest is " + nearest);
  }

  @ParameterizedTest
  @CsvSource({"qurey, query", "dns.maxBackOff, dns.max-backoff", "queries[0], query"})
  void aKeyThatIsNoneIsToldWithTheNearest(String wrong, String nearest) {
    assertThat(warnings(Map.of(wrong, "x"), Map.of()))
        .containsExactly(
            "nessie-cluster."
                + wrong
                + " is no setting, and has no effect; the nearest is nessie-cluster."
                + nearest);
  }

  @Test
  void noSettingIsTakenForUnknownHoweverItIsWritten() {
    Map<String, String> variables =
        ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(ClusterConfig.class))
            .keySet()
            .stream()
            .map(
                key ->
                    key.replace("[*]", "[0]").replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT))
            .filter(name -> !name.endsWith("_0_"))
            .collect(Collectors.toMap(name -> name, _ -> "x"));

    assertThat(variables).hasSizeGreaterThan(30);
    assertThat(ofVariables(variables)).isEmpty();
    assertThat(ofVariables(Map.of("NESSIE_CLUSTER_QUERY_0_", "a", "NESSIE_CLUSTER_QUERY_1_", "b")))
        .isEmpty();
    assertThat(ofVariables(Map.of("nessie_cluster_query", "a"))).isEmpty();
    assertThat(ofVariables(Map.of("NESSIE_ENDPOINT", "http://nessie", "PATH", "/bin"))).isEmpty();
  }

  @Test
  void theKeysAreThoseOfTheMapping() {
    assertThat(VainSettings.keys("nessie-cluster.", ClusterConfig.class))
        .containsExactlyInAnyOrderElementsOf(
            ConfigMappings.getProperties(
                    ConfigMappings.ConfigClass.configClass(ClusterConfig.class))
                .keySet()
                .stream()
                .filter(key -> !key.endsWith("[*]"))
                .toList());
  }

  @Test
  void whatKubernetesTellsOfServicesIsNoSetting() {
    assertThat(
            ofVariables(
                Map.of(
                    "NESSIE_CLUSTER_SERVICE_HOST", "10.96.0.7",
                    "NESSIE_CLUSTER_SERVICE_PORT", "80",
                    "NESSIE_CLUSTER_SERVICE_PORT_HTTP", "80",
                    "NESSIE_CLUSTER_PORT", "tcp://10.96.0.7:80",
                    "NESSIE_CLUSTER_PORT_80_TCP_ADDR", "10.96.0.7",
                    "NESSIE_CLUSTER_2_SERVICE_HOST", "10.96.0.8",
                    "NESSIE_CLUSTER_2_PORT", "tcp://10.96.0.8:80")))
        .isEmpty();
    assertThat(ofVariables(Map.of("NESSIE_CLUSTER_PORT", "4370"))).hasSize(1);
  }

  @Test
  void oneSettingInTwoSpellingsIsToldOf() {
    assertThat(ofVariables(Map.of("NESSIE_CLUSTER_QUERY", "a", "nessie_cluster_query", "b")))
        .containsExactly(
            "NESSIE_CLUSTER_QUERY and nessie_cluster_query are one setting, and only one of them"
                + " has an effect: leave the others out");
    assertThat(ofVariables(Map.of("NESSIE_CLUSTER_QUERY", "a", "NESSIE_CLUSTER_QUERY_0_", "b")))
        .hasSize(1);
    assertThat(warnings(Map.of("query", "a", "query[0]", "b"), Map.of())).hasSize(1);
  }

  @Test
  void aVariableThatASystemPropertyShadowsIsToldOf() {
    assertThat(warnings(Map.of("interval", "7s"), Map.of("NESSIE_CLUSTER_INTERVAL", "5s")))
        .containsExactly(
            "NESSIE_CLUSTER_INTERVAL has no effect, as the system property nessie-cluster.interval"
                + " is set, too");
  }

  @Test
  void theEnvironmentOverAFileIsAsItShouldBe() {
    assertThat(
            VainSettings.warnings(
                List.of(
                    new GivenSetting("nessie-cluster.query", "application.properties", 250),
                    new GivenSetting("%prod.nessie-cluster.query", "application.properties", 250),
                    new GivenSetting("NESSIE_CLUSTER_QUERY", "environment", 300))))
        .isEmpty();
  }

  @Test
  void theVariableOfTheLibraryIsToldOfBesideTheQuery() {
    assertThat(ofVariables(Map.of("DISCOVERY_DNS_NAME", "a", "NESSIE_CLUSTER_QUERY", "b")))
        .containsExactly("DISCOVERY_DNS_NAME has no effect, as nessie-cluster.query is set, too");
    assertThat(ofVariables(Map.of("DISCOVERY_DNS_NAME", "a"))).isEmpty();
  }

  @Test
  void theValuesAreNeverShown() {
    assertThat(
            warnings(
                Map.of("cookie", "SECRET"),
                Map.of("NESSIE_CLUSTER_COOKIE", "SECRET", "NESSIE_CLUSTER_COOKY", "SECRET")))
        .hasSize(2)
        .noneMatch(line -> line.contains("SECRET"));
  }

  @Test
  void theLinesAreBounded() {
    Map<String, String> many =
        IntStream.range(0, 1000)
            .boxed()
            .collect(Collectors.toMap(each -> "NESSIE_CLUSTER_X" + each, _ -> "x"));

    assertThat(ofVariables(many)).hasSize(VainSettings.MOST);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          query          | app.svc, app.svc,b=app.svc | nessie-cluster.query names app.svc more than once
          resource-types | A,a,AAAA                   | nessie-cluster.resource-types names A more than once
          dns.servers    | 10.0.0.1,10.0.0.1,10.0.0.2 | nessie-cluster.dns.servers names 10.0.0.1 more than once
          """)
  void whatAListNamesTwiceIsToldOf(String key, String value, String warning) {
    assertThat(SettingsTexts.parse(Map.of(key, value)).warnings()).containsExactly(warning);
  }
}
