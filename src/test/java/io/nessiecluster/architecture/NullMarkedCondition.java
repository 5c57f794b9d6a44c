package io.nessiecluster.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** NullAway looks only into packages that are marked; one that is not would pass unseen. */
final class NullMarkedCondition extends ArchCondition<JavaClass> {

  NullMarkedCondition() {
    super("stand in a package whose package-info is @NullMarked");
  }

  @Override
  public void check(JavaClass c, ConditionEvents events) {
    if (!c.getPackage().isAnnotatedWith(NullMarked.class)) {
      String unmarked = "Class <%s> stands in a package that is not @NullMarked";
      events.add(SimpleConditionEvent.violated(c, unmarked.formatted(c.getName())));
    }
  }
}
