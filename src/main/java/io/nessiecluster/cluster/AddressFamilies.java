package io.nessiecluster.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The two families of addresses. A cluster may well have only one, and a DNS that is broken for the
 * other does no harm then: a name that is answered in one family is answered.
 */
public final class AddressFamilies {

  private AddressFamilies() {}

  /** The question for the same name's addresses of the other family; empty unless for addresses. */
  public static Optional<Question> other(Question question) {
    return switch (question.type()) {
      case A -> Optional.of(new Question(question.query(), RecordType.AAAA));
      case AAAA -> Optional.of(new Question(question.query(), RecordType.A));
      case SRV -> Optional.empty();
    };
  }

  /** The questions that failed while that for the other family had a complete answer. */
  public static Set<Question> brokenBesideTheOther(List<LookupResult> lookups) {
    Set<Question> answered =
        lookups.stream()
            .filter(lookup -> lookup.outcome() instanceof LookupOutcome.Answer)
            .map(Question::of)
            .collect(Collectors.toSet());
    return lookups.stream()
        .filter(lookup -> lookup.outcome().isFailure())
        .map(Question::of)
        .filter(question -> other(question).filter(answered::contains).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether each name was answered, in one family at least where it was asked for in both. */
  public static boolean areAnswered(List<LookupResult> lookups) {
    Set<Question> broken = brokenBesideTheOther(lookups);
    return lookups.stream()
        .filter(lookup -> lookup.outcome().isFailure())
        .allMatch(lookup -> broken.contains(Question.of(lookup)));
  }
}
