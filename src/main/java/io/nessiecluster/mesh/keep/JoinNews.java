package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent.JoinAdvised;
import io.nessiecluster.cluster.ClusterEvent.JoinFailed;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.ClusterEvent.NameClash;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is told of plans and acts: a refusal once for as long as it lasts, and none that passes by
 * itself; advice the same.
 */
final class JoinNews {

  /** How many of one plan are told at most; the rest is for the next one. */
  static final int MOST_OF_A_PLAN = 64;

  private static final int NAMES = 5;

  /** What was told of two; without a rule, that they would be joined. */
  private record Told(Pair pair, Optional<Rule> rule) {}

  private Set<Told> told = Set.of();

  /** What is new in a plan. */
  List<MeshEvent> of(JoinPlan plan, boolean advises, Instant at) {
    List<MeshEvent> news = new ArrayList<>();
    Set<Told> now = new HashSet<>();
    for (Refusal refusal : plan.refusals()) {
      if (!refusal.rule().passes()) {
        Told key = new Told(Pair.of(refusal.from(), refusal.to()), Optional.of(refusal.rule()));
        tell(key, refused(refusal, at), now, news);
      }
    }
    if (advises) {
      for (Join join : plan.joins()) {
        tell(new Told(join.pair(), Optional.empty()), advised(join, at), now, news);
      }
    }
    told = now;
    return news;
  }

  private void tell(Told key, MeshEvent event, Set<Told> now, List<MeshEvent> news) {
    if (told.contains(key)) {
      now.add(key);
    } else if (news.size() < MOST_OF_A_PLAN && now.add(key)) {
      news.add(event);
    }
  }

  private static MeshEvent refused(Refusal refusal, Instant at) {
    return new JoinRefused(
        at,
        refusal.from(),
        refusal.to(),
        refusal.kind().code(),
        refusal.rule().code(),
        refusal.detail());
  }

  private static MeshEvent advised(Join join, Instant at) {
    String connects = join.ways().size() == 1 ? "1 connect" : join.ways().size() + " connects";
    return new JoinAdvised(at, join.from(), join.to(), join.kind().code(), connects);
  }

  /** What an act was. */
  static List<MeshEvent> of(Keeping.Act act) {
    Join join = act.join();
    return switch (act.outcome()) {
      case JOINED -> {
        MeshEvent joined =
            new MemberJoined(act.at(), join.from(), join.to(), join.kind().code());
        yield join.names().isEmpty()
            ? List.of(joined)
            : List.of(joined, new NameClash(act.at(), join.from(), join.to(), names(join)));
      }
      case FAILED, REFUSED ->
          List.of(
              new JoinFailed(
                  act.at(), join.from(), join.to(), join.kind().code(), act.detail()));
    };
  }

  private static String names(Join join) {
    return join.names().stream()
            .limit(NAMES)
            .map(Printable::text)
            .collect(Collectors.joining(", "))
        + (join.names().size() > NAMES ? " and %d more".formatted(join.names().size() - NAMES) : "");
  }
}
