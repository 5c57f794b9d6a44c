package io.nessiecluster.distribution;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that starts a real BEAM. Without {@code erl} on PATH it is skipped, unless the system
 * property {@code erlang.required} is true: then it runs, and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresErlang.Condition.class)
public @interface RequiresErlang {

  /** Whether there is an {@code erl}. */
  final class Condition implements ExecutionCondition {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (isOnPath()) {
        return ConditionEvaluationResult.enabled("erl is on PATH");
      }
      if (Boolean.getBoolean("erlang.required")) {
        return ConditionEvaluationResult.enabled("erlang.required: fails without erl on PATH");
      }
      if (SAID.compareAndSet(false, true)) {
        System.out.println(
            "skipped: N/A on this machine: tests that need Erlang: no `erl` on PATH"
                + " (Debian: apt-get install erlang-base erlang-ssl)");
      }
      return ConditionEvaluationResult.disabled("no erl on PATH");
    }

    private static boolean isOnPath() {
      String path = System.getenv().getOrDefault("PATH", "");
      return Arrays.stream(path.split(File.pathSeparator))
          .filter(folder -> !folder.isEmpty())
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, "erl")));
    }
  }
}
