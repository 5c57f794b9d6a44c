package io.nessiecluster.dns;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the environment that resolv.conf(5) names.
 *
 * @param localDomain {@code LOCALDOMAIN}: the search list, by blanks, instead of that in the file
 * @param options {@code RES_OPTIONS}: options after those of the file
 */
public record ResolverVariables(Optional<String> localDomain, Optional<String> options) {

  /** None is set. */
  public static ResolverVariables none() {
    return new ResolverVariables(Optional.empty(), Optional.empty());
  }

  /**
   * Those of an environment.
   *
   * @param environment such as {@code System::getenv}
   */
  public static ResolverVariables of(UnaryOperator<@Nullable String> environment) {
    return new ResolverVariables(
        Optional.ofNullable(environment.apply("LOCALDOMAIN")),
        Optional.ofNullable(environment.apply("RES_OPTIONS")));
  }
}
