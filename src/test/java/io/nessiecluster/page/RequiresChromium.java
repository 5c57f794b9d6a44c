package io.nessiecluster.page;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that looks at the page in a browser. Without {@code chromium} and {@code chromedriver} on
 * PATH it is skipped, unless the system property {@code chromium.required} is true: then it runs,
 * and fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresChromium.Condition.class)
public @interface RequiresChromium {

  /** Whether there are both. */
  final class Condition implements ExecutionCondition {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (onPath("chromium").isPresent() && onPath("chromedriver").isPresent()) {
        return ConditionEvaluationResult.enabled("chromium and chromedriver are on PATH");
      }
      if (Boolean.getBoolean("chromium.required")) {
        return ConditionEvaluationResult.enabled("chromium.required: fails without it on PATH");
      }
      if (SAID.compareAndSet(false, true)) {
        System.out.println(
            "skipped: N/A on this machine: tests of the page: no `chromium` and `chromedriver` on"
                + " PATH (Debian: apt-get install chromium chromium-driver)");
      }
      return ConditionEvaluationResult.disabled("no chromium and chromedriver on PATH");
    }

    /** Where a program is. */
    static Optional<Path> onPath(String program) {
      return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
          .filter(folder -> !folder.isEmpty())
          .map(folder -> Path.of(folder, program))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
