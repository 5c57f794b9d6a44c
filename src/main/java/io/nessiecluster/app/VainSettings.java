package io.nessiecluster.app;

import io.nessiecluster.base.Printable;
import io.nessiecluster.config.ClusterConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells of settings that are given in vain: under a name that is none, twice, or where another one
 * takes their place. A file below the environment is no such case, for that is what it is for.
 */
@RegisterForReflection(targets = ClusterConfig.class, ignoreNested = false)
final class VainSettings {

  /** Lines at most. */
  static final int MOST = 20;

  private static final String PREFIX = "nessie-cluster.";
  private static final String OURS = "NESSIECLUSTER";
  private static final String QUERY = "NESSIE_CLUSTER_QUERY";
  private static final String FALLBACK = "DISCOVERY_DNS_NAME";
  private static final String LINK = "_SERVICE_HOST";

  private final List<GivenSetting> given;
  private final Map<String, String> keys; // by variable
  private final Set<String> names;

  private VainSettings(List<GivenSetting> given) {
    this.given = given;
    this.keys =
        keys(PREFIX, ClusterConfig.class)
            .collect(Collectors.toMap(VainSettings::variable, Function.identity()));
    this.names = given.stream().map(GivenSetting::name).collect(Collectors.toSet());
  }

  /** A line for each, {@value #MOST} at most. */
  static List<String> warnings(List<GivenSetting> given) {
    VainSettings settings = new VainSettings(given);
    return Stream.of(settings.unknown(), settings.twice(), settings.fallback())
        .flatMap(Function.identity())
        .map(Printable::text)
        .limit(MOST)
        .toList();
  }

  private Stream<String> unknown() {
    return given.stream()
        .filter(setting -> setting.variable().replace("_", "").startsWith(OURS))
        .filter(setting -> !keys.containsKey(setting.variable()) && !isLink(setting.name()))
        .sorted(Comparator.comparing(GivenSetting::name))
        .map(
            setting ->
                "%s is no setting, and has no effect; the nearest is %s"
                    .formatted(setting.name(), nearest(setting)));
  }

  /** Of the variables that Kubernetes makes of Services, some begin as ours do. */
  private boolean isLink(String name) {
    return names.stream()
        .filter(other -> other.endsWith(LINK))
        .map(other -> other.substring(0, other.length() - LINK.length()))
        .anyMatch(
            service -> name.startsWith(service + "_SERVICE_") || name.matches(service + "_PORT.*"));
  }

  private String nearest(GivenSetting setting) {
    String nearest =
        keys.keySet().stream()
            .min(
                Comparator.comparingInt((String known) -> distance(known, setting.variable()))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    return setting.isKey() ? keys.getOrDefault(nearest, nearest) : nearest;
  }

  private Stream<String> twice() {
    Map<String, List<GivenSetting>> byVariable =
        given.stream()
            .filter(setting -> keys.containsKey(setting.variable()) && !setting.isOfAProfile())
            .filter(setting -> setting.rank() >= GivenSetting.ENVIRONMENT || setting.isKey())
            .collect(
                Collectors.groupingBy(GivenSetting::variable, TreeMap::new, Collectors.toList()));
    return byVariable.values().stream()
        .flatMap(same -> Stream.concat(spelledTwice(same), shadowed(same)));
  }

  private static Stream<String> spelledTwice(List<GivenSetting> same) {
    return same.stream()
        .collect(Collectors.groupingBy(GivenSetting::source, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(VainSettings::spellings)
        .filter(spellings -> spellings.size() > 1)
        .map(
            spellings ->
                "%s are one setting, and only one of them has an effect: leave the others out"
                    .formatted(String.join(" and ", spellings)));
  }

  private static List<String> spellings(List<GivenSetting> settings) {
    return settings.stream().map(GivenSetting::spelling).distinct().sorted().toList();
  }

  private static Stream<String> shadowed(List<GivenSetting> same) {
    List<GivenSetting> outside =
        same.stream()
            .filter(setting -> setting.rank() >= GivenSetting.ENVIRONMENT)
            .sorted(Comparator.comparingInt(GivenSetting::rank).reversed())
            .toList();
    return outside.stream()
        .filter(setting -> setting.rank() < outside.getFirst().rank())
        .map(GivenSetting::spelling)
        .distinct()
        .map(
            spelling ->
                "%s has no effect, as the system property %s is set, too"
                    .formatted(spelling, outside.getFirst().name()));
  }

  private Stream<String> fallback() {
    boolean both =
        names.contains(FALLBACK)
            && given.stream().anyMatch(setting -> setting.variable().equals(QUERY));
    return both
        ? Stream.of(FALLBACK + " has no effect, as nessie-cluster.query is set, too")
        : Stream.empty();
  }

  /** How many letters must be added, left out or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, column -> column);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** The keys that are read, by the methods that read them. */
  static Stream<String> keys(String prefix, Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .flatMap(method -> keys(prefix, method));
  }

  private static Stream<String> keys(String prefix, Method method) {
    String word = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return method.getReturnType().getEnclosingClass() == ClusterConfig.class
        ? keys(prefix + word + ".", method.getReturnType())
        : Stream.of(prefix + word);
  }
}
