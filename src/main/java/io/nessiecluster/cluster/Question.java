package io.nessiecluster.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one lookup asks: a name and a record type. */
public record Question(String query, RecordType type) {

  public static Question of(LookupResult lookup) {
    return new Question(lookup.query(), lookup.type());
  }

  /**
   * The questions with complete answers, absence included: what none of them names is gone. All
   * other questions, asked or not, say of no node that it is.
   */
  public static Set<Question> settled(List<LookupResult> lookups) {
    Set<Question> settled = new HashSet<>();
    lookups.forEach(lookup -> settled.add(of(lookup)));
    lookups.stream()
        .filter(lookup -> lookup.outcome().isFailure())
        .map(Question::of)
        .forEach(settled::remove);
    return settled;
  }
}
