package io.nessiecluster.cluster;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one lookup asks: a name and a record type. */
public record Question(String query, RecordType type) {

  public static Question of(LookupResult lookup) {
    return new Question(lookup.query(), lookup.type());
  }

  /** The questions of the lookups that failed: they say nothing about any node. */
  public static Set<Question> unanswered(List<LookupResult> lookups) {
    return lookups.stream()
        .filter(lookup -> lookup.outcome().isFailure())
        .map(Question::of)
        .collect(Collectors.toUnmodifiableSet());
  }
}
