package io.nessiecluster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a native build would find out after minutes: substitutions fit what they stand for. */
class SubstitutionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"app.GrpcExportSubstitution", "rest.OpenApiModelSubstitution"})
  void eachMethodStandsForOneOfTheSameNameAndTypes(String name)
      throws ReflectiveOperationException {
    Class<?> substitution = Class.forName("io.nessiecluster." + name);
    Class<?> original = original(substitution.getAnnotation(TargetClass.class));
    List<Method> methods =
        Arrays.stream(substitution.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Substitute.class))
            .toList();

    assertThat(methods).isNotEmpty();
    for (Method method : methods) {
      assertThat(
              original
                  .getDeclaredMethod(method.getName(), method.getParameterTypes())
                  .getReturnType())
          .isEqualTo(method.getReturnType());
    }
  }

  private static Class<?> original(TargetClass target) throws ClassNotFoundException {
    return target.className().isEmpty()
        ? target.value()
        : Class.forName(target.className(), false, SubstitutionsTest.class.getClassLoader());
  }
}
