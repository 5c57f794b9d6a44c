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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told of plans and acts: refusals when they are due, advice at once and once. */
final class JoinNews {

  /** How many of one plan are told at most; the rest is for the next one. */
  static final int MOST_OF_A_PLAN = 64;

  private static final int NAMES = 5;

  private final RefusalNews refusals;
  private Set<Pair> advised = Set.of(); // of the last plan

  /**
   * Nothing was told yet.
   *
   * @param patience for how long a refusal lasts before it is told
   */
  JoinNews(Duration patience) {
    this.refusals = new RefusalNews(patience);
  }

  /** What is to be told of a plan at this moment. */
  List<MeshEvent> of(JoinPlan plan, boolean advises, Instant at, long nanos) {
    List<MeshEvent> told = new ArrayList<>();
    for (Refusal refusal : refusals.due(plan.refusals(), MOST_OF_A_PLAN, nanos)) {
      told.add(refused(refusal, at));
    }
    Set<Pair> now = new HashSet<>();
    for (Join join : advises ? plan.joins() : List.<Join>of()) {
      boolean was = advised.contains(join.pair());
      if (was || told.size() < MOST_OF_A_PLAN) {
        now.add(join.pair());
      }
      if (!was && told.size() < MOST_OF_A_PLAN) {
        told.add(advised(join, at));
      }
    }
    advised = now;
    return told;
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
        MeshEvent joined = new MemberJoined(act.at(), join.from(), join.to(), join.kind().code());
        yield join.names().isEmpty()
            ? List.of(joined)
            : List.of(joined, new NameClash(act.at(), join.from(), join.to(), names(join)));
      }
      case FAILED, REFUSED ->
          List.of(
              new JoinFailed(act.at(), join.from(), join.to(), join.kind().code(), act.detail()));
    };
  }

  private static String names(Join join) {
    return join.names().stream().limit(NAMES).map(Printable::text).collect(Collectors.joining(", "))
        + (join.names().size() > NAMES
            ? " and %d more".formatted(join.names().size() - NAMES)
            : "");
  }
}
