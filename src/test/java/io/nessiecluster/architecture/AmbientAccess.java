package io.nessiecluster.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** Calls and method references that take time, threads or randomness from the surroundings. */
final class AmbientAccess extends DescribedPredicate<JavaAccess<?>> {

  private static final String ANY = "*";

  private static final Map<String, Set<String>> AMBIENT =
      Map.ofEntries(
          Map.entry("java.lang.System", Set.of("nanoTime", "currentTimeMillis")),
          Map.entry("java.lang.Thread", Set.of("sleep")),
          Map.entry("java.util.concurrent.Executors", Set.of(ANY)),
          Map.entry(
              "java.security.SecureRandom", Set.of("<init>", "getInstance", "getInstanceStrong")),
          Map.entry("java.util.Random", Set.of("<init>")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")),
          Map.entry("java.lang.Math", Set.of("random")));

  AmbientAccess() {
    super("is time, a thread or randomness of the surroundings");
  }

  @Override
  public boolean test(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    Set<String> names = AMBIENT.getOrDefault(owner, Set.of());
    return names.contains(ANY) || names.contains(access.getName()) || isNow(access.getTarget());
  }

  /** {@code now()} of any class of java.time, but for {@code now(clock)}. */
  private static boolean isNow(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget method
        && method.getOwner().getPackageName().equals("java.time")
        && method.getName().equals("now")
        && method.getRawParameterTypes().stream().noneMatch(p -> p.isEquivalentTo(Clock.class));
  }
}
