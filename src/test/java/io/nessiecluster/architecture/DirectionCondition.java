package io.nessiecluster.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arrow of the house: {@code rest, page, health, metrics, tracing → mesh → cluster ← dns}, and
 * {@code connector → mesh, cluster, distribution}; {@code rest, page → http}. Inside of the domain
 * {@code round → state → cluster ← feed}.
 */
final class DirectionCondition extends ArchCondition<JavaClass> {

  private static final Set<String> VIEW = Set.of("mesh", "cluster", "base");
  private static final Set<String> WEB = Set.of("http", "mesh", "cluster", "base");
  private static final Set<String> SERVICE =
      Set.of(
          "base",
          "cluster",
          "mesh",
          "dns",
          "distribution",
          "connector",
          "http",
          "rest",
          "page",
          "health",
          "metrics",
          "tracing",
          "config");

  /** What each room may see beside itself; nobody sees {@code demo}, and only it sees all. */
  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("cluster", Set.of("base")),
          Map.entry("mesh", Set.of("cluster", "base")),
          Map.entry("dns", Set.of("cluster", "base")),
          Map.entry("distribution", Set.of("base")),
          Map.entry("connector", Set.of("mesh", "cluster", "distribution", "base")),
          Map.entry("http", Set.of("cluster", "base")),
          Map.entry("rest", WEB),
          Map.entry("page", WEB),
          Map.entry("health", VIEW),
          Map.entry("metrics", VIEW),
          Map.entry("tracing", VIEW),
          Map.entry("config", Set.of("cluster")),
          Map.entry("app", SERVICE),
          Map.entry(
              "demo",
              Stream.concat(SERVICE.stream(), Stream.of("app")).collect(Collectors.toSet())));

  /** The same for the rooms within the domain, whose hall is the empty name. */
  private static final Map<String, Set<String>> WITHIN_THE_DOMAIN =
      Map.of(
          "", Set.of(),
          "state", Set.of(""),
          "round", Set.of("state", ""),
          "feed", Set.of(""));

  private final String prefix;

  DirectionCondition(String root) {
    super("look along the arrow of the house");
    this.prefix = root + ".";
  }

  @Override
  public void check(JavaClass from, ConditionEvents events) {
    String room = segment(from, 0);
    if (room.isEmpty()) {
      return;
    }
    Set<String> maySee = MAY_SEE.get(room);
    boolean domain = room.equals("cluster");
    Set<String> within = domain ? WITHIN_THE_DOMAIN.get(segment(from, 1)) : Set.of();
    if (maySee == null || within == null) {
      String unknown = "Class <%s> is in a package that has no place in the architecture";
      events.add(SimpleConditionEvent.violated(from, unknown.formatted(from.getName())));
      return;
    }
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      String other = segment(target, 0);
      boolean allowed =
          other.equals(room)
              ? !domain || isAllowed(segment(target, 1), segment(from, 1), within)
              : isAllowed(other, "", maySee);
      if (!allowed) {
        events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
      }
    }
  }

  private static boolean isAllowed(String other, String own, Set<String> maySee) {
    return other.equals(own) || maySee.contains(other);
  }

  /**
   * A segment of the package below the root; empty outside of the house, and where there is none.
   */
  private String segment(JavaClass c, int index) {
    String name = c.getPackageName();
    if (!name.startsWith(prefix)) {
      return "";
    }
    String[] segments = name.substring(prefix.length()).split("\\.", -1);
    return index < segments.length ? segments[index] : "";
  }
}
