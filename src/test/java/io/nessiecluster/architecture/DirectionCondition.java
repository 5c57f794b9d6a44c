package io.nessiecluster.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** The arrow of the house: {@code rest, health, metrics, tracing → cluster ← dns, distribution}. */
final class DirectionCondition extends ArchCondition<JavaClass> {

  /** What each room may see beside itself; nobody sees {@code demo}, and only it sees all. */
  private static final Map<String, Set<String>> MAY_SEE =
      Map.of(
          "cluster", Set.of(),
          "dns", Set.of("cluster"),
          "distribution", Set.of(),
          "rest", Set.of("cluster"),
          "health", Set.of("cluster"),
          "metrics", Set.of("cluster"),
          "tracing", Set.of("cluster"),
          "config", Set.of("cluster"),
          "app",
              Set.of(
                  "cluster",
                  "dns",
                  "distribution",
                  "rest",
                  "health",
                  "metrics",
                  "tracing",
                  "config"),
          "demo",
              Set.of(
                  "cluster",
                  "dns",
                  "distribution",
                  "rest",
                  "health",
                  "metrics",
                  "tracing",
                  "config",
                  "app"));

  private final String prefix;

  DirectionCondition(String root) {
    super("look along the arrow rest, health, metrics, tracing → cluster ← dns, distribution");
    this.prefix = root + ".";
  }

  @Override
  public void check(JavaClass from, ConditionEvents events) {
    String room = room(from);
    if (room.isEmpty()) {
      return;
    }
    Set<String> maySee = MAY_SEE.get(room);
    if (maySee == null) {
      String unknown = "Class <%s> is in a package that has no place in the architecture";
      events.add(SimpleConditionEvent.violated(from, unknown.formatted(from.getName())));
      return;
    }
    for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
      String other = room(dependency.getTargetClass().getBaseComponentType());
      if (other.isEmpty()
          || other.equals(room)
          || maySee.contains(other)
          || isThePort(from, other)) {
        continue;
      }
      events.add(SimpleConditionEvent.violated(from, dependency.getDescription()));
    }
  }

  /** The one class of the distribution that is an adapter of the domain's port. */
  private boolean isThePort(JavaClass from, String other) {
    String connector = prefix + "distribution.ErlangConnector";
    return other.equals("cluster")
        && (from.getName().equals(connector) || from.getName().startsWith(connector + "$"));
  }

  /** First segment of the package below the root; empty outside of the house and at its root. */
  private String room(JavaClass c) {
    String name = c.getPackageName();
    return name.startsWith(prefix) ? name.substring(prefix.length()).split("\\.", 2)[0] : "";
  }
}
