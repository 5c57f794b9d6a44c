package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.Question;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which lookups have been failing, and for how long. Who calls must be the only one. */
final class DnsHealth {

  private record Streak(LookupOutcome.Reason reason, int ofReason, int total) {
    static Streak after(@Nullable Streak before, LookupOutcome.Reason reason) {
      if (before == null) {
        return new Streak(reason, 1, 1);
      }
      int ofReason = before.reason() == reason ? before.ofReason() + 1 : 1;
      return new Streak(reason, ofReason, before.total() + 1);
    }
  }

  private final Map<Question, Streak> failing = new HashMap<>();
  private final Consumer<ClusterEvent> events;
  private int failedRounds;
  private boolean answered;

  DnsHealth(Consumer<ClusterEvent> events) {
    this.events = events;
  }

  /** How many rounds in a row had no lookup that taught anything. */
  int failedRounds() {
    return failedRounds;
  }

  /** Whether there were rounds, and no lookup of any of them taught anything. */
  boolean awaitsFirstAnswer() {
    return failedRounds > 0 && !answered;
  }

  void observe(List<LookupResult> lookups, Instant at) {
    lookups.forEach(lookup -> observe(lookup, at));
    boolean allFailed = !lookups.isEmpty() && lookups.stream().allMatch(DnsHealth::taughtNothing);
    failedRounds = allFailed ? failedRounds + 1 : 0;
    answered |= !lookups.isEmpty() && !allFailed;
  }

  private static boolean taughtNothing(LookupResult lookup) {
    return lookup.outcome().isFailure() && lookup.outcome().addresses().isEmpty();
  }

  private void observe(LookupResult lookup, Instant at) {
    Question question = Question.of(lookup);
    Streak before = failing.get(question);
    Optional<LookupOutcome.NoAnswer> failure = lookup.outcome().failure();
    if (failure.isPresent()) {
      Streak now = Streak.after(before, failure.get().reason());
      failing.put(question, now);
      events.accept(new ClusterEvent.DnsFailing(at, lookup, now.ofReason()));
    } else if (before != null) {
      failing.remove(question);
      events.accept(new ClusterEvent.DnsRecovered(at, lookup, before.total()));
    }
  }
}
