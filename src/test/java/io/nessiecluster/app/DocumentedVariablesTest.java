package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.config.ClusterConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.tls.runtime.config.KeyStoreConfig;
import io.quarkus.tls.runtime.config.TlsBucketConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every variable and every key that a page or a manifest names is one that is read. */
class DocumentedVariablesTest {

  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final String NAME = "\"?[A-Za-z0-9]+\"?";
  private static final Pattern OURS = Pattern.compile("\\bNESSIE_CLUSTER_[A-Z0-9_]*[A-Z0-9]");
  private static final Pattern TLS = Pattern.compile("\\bQUARKUS_TLS_[A-Z0-9_]*[A-Z0-9]");
  private static final Pattern TLS_KEY =
      Pattern.compile("\\bquarkus\\.tls\\.[A-Za-z0-9.-]*[A-Za-z0-9](\\.\\*)?");

  private static String pages() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String root : new String[] {"docs", "k8s", "README.md", "SECURITY.md"}) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file :
            files
                .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".png"))
                .toList()) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return all.toString();
  }

  private static Set<String> named(Pattern pattern) throws IOException {
    return pattern
        .matcher(pages())
        .results()
        .map(result -> result.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> keys(Class<?> mapping) {
    return ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping)).keySet();
  }

  /** The registry as the service reads it, of such variables. */
  private static SmallRyeConfig registry(Map<String, String> environment) {
    return builder().withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL)).build();
  }

  private static SmallRyeConfigBuilder builder() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(TlsConfig.class);
  }

  @Test
  void variablesOfThisServiceAreSettings() throws IOException {
    Set<String> known =
        keys(ClusterConfig.class).stream()
            .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
            .collect(Collectors.toSet());
    assertThat(named(OURS)).isNotEmpty().allSatisfy(name -> assertThat(known).contains(name));
  }

  @Test
  void variablesOfTheTlsRegistryAreReadByIt() throws IOException {
    Set<String> variables = named(TLS);
    assertThat(variables).hasSizeGreaterThan(4);
    Map<String, String> environment = new HashMap<>(); // all, for a certificate wants its key
    variables.forEach(name -> environment.put(name, value(name)));
    Set<String> read = new TreeSet<>();
    registry(environment).getPropertyNames().forEach(read::add);
    Collection<Pattern> known = patterns("\"[A-Za-z0-9]+\""); // quoted, hence two underscores
    for (String variable : variables) {
      assertThat(read)
          .as("what %s is read as", variable)
          .anyMatch(
              key ->
                  known.stream().anyMatch(pattern -> pattern.matcher(key).matches())
                      && key.toUpperCase(Locale.ROOT)
                          .replaceAll("[^A-Z0-9]", "_")
                          .equals(variable));
    }
  }

  private static String value(String variable) {
    return variable.endsWith("PERIOD") ? "1h" : "/etc/tls/" + variable;
  }

  private static Collection<Pattern> patterns(String name) {
    return keys(TlsConfig.class).stream()
        .map(key -> key.replace("[*]", "").replace(".", "\\.").replace("*", name))
        .map(Pattern::compile)
        .toList();
  }

  @Test
  void theVariablesOfTheTlsPageMakeTheConfigurationThatItsPropertiesMake() throws IOException {
    String page = Files.readString(Path.of("docs/tls.md"));
    Map<String, String> environment = settings(page, "```sh\n");
    Map<String, String> properties = settings(page, "```properties\n");

    TlsBucketConfig byVariables = erlang(registry(environment));
    TlsBucketConfig byProperties =
        erlang(builder().withSources(new PropertiesConfigSource(properties, "page", 400)).build());

    for (TlsBucketConfig erlang : new TlsBucketConfig[] {byVariables, byProperties}) {
      KeyStoreConfig keys = erlang.keyStore().orElseThrow();
      assertThat(keys.pem().orElseThrow().keyCerts().get("0").cert())
          .isEqualTo(Path.of("/etc/tls/tls.crt"));
      assertThat(keys.pem().orElseThrow().keyCerts().get("0").key())
          .isEqualTo(Path.of("/etc/tls/tls.key"));
      assertThat(erlang.trustStore().orElseThrow().pem().orElseThrow().certs().orElseThrow())
          .containsExactly(Path.of("/etc/tls/ca.crt"));
      assertThat(erlang.reloadPeriod()).contains(Duration.ofHours(1));
    }
    assertThat(environment).containsEntry("NESSIE_CLUSTER_TLS_CONFIGURATION_NAME", "erlang");
    assertThat(properties).containsEntry("nessie-cluster.tls.configuration-name", "erlang");
  }

  private static TlsBucketConfig erlang(SmallRyeConfig config) {
    return config.getConfigMapping(TlsConfig.class).namedCertificateConfig().get("erlang");
  }

  private static Map<String, String> settings(String page, String fence) {
    int start = page.indexOf(fence) + fence.length();
    return page.substring(start, page.indexOf("```", start))
        .lines()
        .filter(line -> line.contains("="))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1)));
  }

  @Test
  void keysOfTheTlsRegistryAreOnesThatItHas() throws IOException {
    assertThat(named(TLS_KEY))
        .hasSizeGreaterThan(6)
        .allSatisfy(
            key -> {
              String start = key.endsWith(".*") ? key.substring(0, key.length() - 1) : key;
              assertThat(patterns(NAME))
                  .anyMatch(
                      pattern ->
                          key.endsWith(".*")
                              ? pattern.pattern().startsWith(start(start))
                              : pattern.matcher(key).matches());
            });
  }

  /** The beginning of a pattern: {@code quarkus.tls.NAME.key-store.}. */
  private static String start(String key) {
    return key.replace(".", "\\.").replace("NAME", NAME);
  }
}
