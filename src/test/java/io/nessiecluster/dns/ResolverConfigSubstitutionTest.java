package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ResolverConfig;

/** What a native build would find out after minutes: the substitution fits what it stands for. */
class ResolverConfigSubstitutionTest {

  private static final Class<?> SUBSTITUTION = ResolverConfigSubstitution.class;

  @Test
  void itStandsForTheConfigurationOfDnsjava() throws ReflectiveOperationException {
    assertThat(SUBSTITUTION.getAnnotation(TargetClass.class).value())
        .isEqualTo(ResolverConfig.class);
    assertThat(ResolverConfig.class.getConstructor()).isNotNull();
  }

  @Test
  void itSetsEachFieldOfTheOriginalsInstances() {
    assertThat(SUBSTITUTION.getDeclaredFields())
        .extracting(Field::getName, Field::getGenericType)
        .containsExactlyInAnyOrder(
            Arrays.stream(ResolverConfig.class.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(field -> Tuple.tuple(field.getName(), field.getGenericType()))
                .toArray(Tuple[]::new));
  }

  @Test
  void itKnowsNothing() throws ReflectiveOperationException {
    ResolverConfigSubstitution substitution = new ResolverConfigSubstitution();
    for (Field field : SUBSTITUTION.getDeclaredFields()) {
      field.setAccessible(true);
      assertThat(field.get(substitution)).as(field.getName()).isIn(List.of(), 1);
    }
  }
}
