package io.nessiecluster.mesh.keep;

import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Which refusals are to be told: of two members each rule once for as long as they are refused, and
 * when that has lasted for a while since the rule came, for a member that starts is slow, and its
 * ways open with its rules of the network. None that passes with time. Who was not refused for that
 * while is told anew. For one thread at a time.
 */
final class RefusalNews {

  /** Of how many pairs what was told is remembered: those of the last plan, and before. */
  static final int MOST = 1_024;

  /** Two who are refused, or were a while ago; moments are on the nano source. */
  private static final class Refused {
    private final Map<Rule, Long> since = new EnumMap<>(Rule.class);
    private final Set<Rule> told = EnumSet.noneOf(Rule.class);
    private long last;

    private boolean isDue(Rule rule, Duration patience, long nanos) {
      return !told.contains(rule) && nanos - since.getOrDefault(rule, nanos) >= patience.toNanos();
    }
  }

  private final Duration patience;
  private SequencedMap<Pair, Refused> known = new LinkedHashMap<>(); // the last refused first

  /**
   * Nobody was refused yet.
   *
   * @param patience how long the while is
   */
  RefusalNews(Duration patience) {
    this.patience = patience;
  }

  /** Those of a plan of this moment that are to be told now, so many at most; the rest later. */
  List<Refusal> due(List<Refusal> refusals, int most, long nanos) {
    SequencedMap<Pair, Refused> now = new LinkedHashMap<>();
    List<Refusal> due = new ArrayList<>();
    for (Refusal refusal : refusals) {
      Rule rule = refusal.rule();
      if (!rule.passes()) {
        Pair pair = Pair.of(refusal.from(), refusal.to());
        Refused refused = now.computeIfAbsent(pair, p -> known.getOrDefault(p, new Refused()));
        refused.last = nanos;
        refused.since.putIfAbsent(rule, nanos);
        if (due.size() < most && refused.isDue(rule, patience, nanos)) {
          refused.told.add(rule);
          due.add(refusal);
        }
      }
    }
    known.forEach((pair, refused) -> keep(pair, refused, now, nanos));
    known = now;
    return due;
  }

  /** What was told is remembered of two who are not refused now; what was not has to last again. */
  private void keep(Pair pair, Refused refused, Map<Pair, Refused> now, long nanos) {
    boolean isWhile = nanos - refused.last < patience.toNanos();
    if (isWhile && !refused.told.isEmpty() && !now.containsKey(pair) && now.size() < MOST) {
      refused.since.clear();
      now.put(pair, refused);
    }
  }
}
