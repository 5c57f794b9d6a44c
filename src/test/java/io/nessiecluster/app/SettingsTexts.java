package io.nessiecluster.app;

import io.nessiecluster.config.ClusterConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The configuration of a service, read from scripted sources as the service reads it. */
public final class SettingsTexts {

  private static final int PROPERTIES_ORDINAL = 400;
  private static final int ENVIRONMENT_ORDINAL = 300;

  private SettingsTexts() {}

  /** Keys without their prefix, as properties. */
  static Settings parse(Map<String, String> properties) {
    return SettingsParser.parse(mapping(config(properties, Map.of())));
  }

  /** Environment variables. */
  static Settings parseEnvironment(Map<String, String> environment) {
    return SettingsParser.parse(mapping(config(Map.of(), environment)));
  }

  /** What is said of keys that are not taken, a line each. */
  static String problems(Map<String, String> properties) {
    try {
      parse(properties);
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("these are taken: " + properties.keySet());
  }

  public static SmallRyeConfig config(
      Map<String, String> properties, Map<String, String> environment) {
    Map<String, String> prefixed = new HashMap<>();
    properties.forEach((key, value) -> prefixed.put("nessie-cluster." + key, value));
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withMapping(ClusterConfig.class)
        .withSources(
            new PropertiesConfigSource(prefixed, "properties", PROPERTIES_ORDINAL),
            new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
        .build();
  }

  static ClusterConfig mapping(SmallRyeConfig config) {
    return config.getConfigMapping(ClusterConfig.class);
  }
}
