package io.nessiecluster.mesh.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What members have told of one thing, and how many of them have.
 *
 * @param told by member, in the order of the members
 * @param of how many members there are
 * @param spared how many of them are not asked, as they answer slowly
 */
record Heard<T>(List<Saying<T>> told, int of, int spared) {

  /** What one member told. */
  record Saying<T>(Witness by, T what) {}

  static <T> Heard<T> of(Evidence evidence, Function<Witness, Optional<T>> what) {
    return of(evidence, what, _ -> true);
  }

  /** What the members that are not spared told: what one said before it was, may be over. */
  static <T> Heard<T> lately(Evidence evidence, Function<Witness, Optional<T>> what) {
    return of(evidence, what, witness -> !witness.slow());
  }

  private static <T> Heard<T> of(
      Evidence evidence, Function<Witness, Optional<T>> what, Predicate<Witness> whose) {
    return new Heard<>(
        evidence.members().stream()
            .filter(whose)
            .flatMap(by -> what.apply(by).map(told -> new Saying<>(by, told)).stream())
            .toList(),
        evidence.members().size(),
        (int) evidence.members().stream().filter(Witness::slow).count());
  }

  /** Nobody told: why that is. */
  Finding nobody() {
    if (of == 0) {
      return Finding.skipped("there are no members");
    }
    if (spared == of) {
      return Finding.skipped("all " + Brief.count(of, "member") + sparedWords());
    }
    return Finding.unknown("none of " + Brief.count(of, "member") + " has told" + aside());
  }

  /** The line, with how many told it. */
  String told(String line) {
    return "%s; %d of %s told%s".formatted(line, told.size(), Brief.count(of, "member"), aside());
  }

  private String aside() {
    return spared == 0 ? "" : ", " + Brief.count(spared, "member") + sparedWords();
  }

  private String sparedWords() {
    return (spared == 1 ? " is" : " are") + " spared, answering slowly";
  }
}
