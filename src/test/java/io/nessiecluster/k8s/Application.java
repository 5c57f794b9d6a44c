package io.nessiecluster.k8s;

import io.nessiecluster.app.SettingsParser;
import io.nessiecluster.config.ClusterConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the application serves and understands, read from where it says so itself.
 *
 * @param managementPort where the probes listen
 * @param settings the environment variables of {@link ClusterConfig}
 * @param quarkus the variables of Quarkus that docs/configuration.md tells of
 * @param cookieFile stands for the one that is mounted in a pod
 */
record Application(int managementPort, Set<String> settings, Set<String> quarkus, Path cookieFile) {

  private static final int HTTP = 8080; // Quarkus's default

  static Application read(Path directory) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
      properties.load(reader);
    }
    return new Application(
        properties.getProperty("%prod.quarkus.management.enabled").equals("true")
            ? Integer.parseInt(properties.getProperty("quarkus.management.port"))
            : HTTP,
        variables("NESSIE_CLUSTER", ClusterConfig.class).collect(Collectors.toSet()),
        documented("QUARKUS_\\w+"),
        Files.writeString(directory.resolve("cookie"), "acookie"));
  }

  /** The variables of docs/configuration.md, in backquotes, that match. */
  static Set<String> documented(String pattern) throws IOException {
    return Pattern.compile("`(" + pattern + ")(=\\w+)?`")
        .matcher(Files.readString(Path.of("docs/configuration.md")))
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  boolean knows(String variable) {
    return settings.contains(variable) || quarkus.contains(variable);
  }

  /** The ports that are served with these settings, by the names that the manifests use. */
  Map<String, Integer> ports(Map<String, String> environment) {
    ClusterConfig config = config(environment);
    return Map.of(
        "http",
        HTTP,
        "management",
        managementPort,
        "epmd",
        Integer.parseInt(config.epmd().port().orElseThrow()),
        "dist",
        Integer.parseInt(config.distribution().port().orElseThrow()));
  }

  /** What the application would say to these settings at its start; empty when it would start. */
  Optional<String> complaint(Map<String, String> environment) {
    try {
      SettingsParser.parse(config(environment));
      return Optional.empty();
    } catch (ConfigurationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private ClusterConfig config(Map<String, String> environment) {
    Map<String, String> inPod = new HashMap<>();
    environment.forEach(
        (name, value) ->
            inPod.put(
                name, value.replace("$(POD_IP)", "127.0.0.1").replace("$(POD_NAMESPACE)", "prod")));
    inPod.computeIfPresent("NESSIE_CLUSTER_COOKIE_FILE", (name, file) -> cookieFile.toString());
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new EnvConfigSource(inPod, 300))
            .withMapping(ClusterConfig.class)
            .build();
    return config.getConfigMapping(ClusterConfig.class);
  }

  private static Stream<String> variables(String prefix, Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .flatMap(method -> variables(prefix, method));
  }

  private static Stream<String> variables(String prefix, Method method) {
    String word = method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    String name = prefix + "_" + word;
    return method.getReturnType().getEnclosingClass() == ClusterConfig.class
        ? variables(name, method.getReturnType())
        : Stream.of(name);
  }
}
