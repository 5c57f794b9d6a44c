package io.nessiecluster.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name that two types have needs its package to be understood. */
final class OneSimpleNameCondition extends ArchCondition<JavaClass> {

  private final Map<String, List<JavaClass>> bySimpleName = new HashMap<>();

  OneSimpleNameCondition() {
    super("have a simple name of their own");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    bySimpleName.clear();
    all.stream()
        .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
        .forEach(
            c -> bySimpleName.computeIfAbsent(c.getSimpleName(), _ -> new ArrayList<>()).add(c));
  }

  @Override
  public void check(JavaClass c, ConditionEvents events) {
    List<JavaClass> namesakes = bySimpleName.getOrDefault(c.getSimpleName(), List.of());
    if (c.isTopLevelClass() && namesakes.size() > 1) {
      String shared = "Class <%s> is one of %d types of that name";
      events.add(SimpleConditionEvent.violated(c, shared.formatted(c.getName(), namesakes.size())));
    }
  }
}
