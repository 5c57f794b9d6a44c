package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is done about the mesh of {@link MeshSnapshots#split}. */
public final class Keepings {

  /** When the plan was made. */
  public static final Instant PLANNED = MeshSnapshots.AT.minusMillis(5);

  static final NodeName FROM = new NodeName("app@10.0.0.5");
  static final NodeName TO = new NodeName("app@10.0.0.2");

  private Keepings() {}

  /** Before the first sweep. */
  public static Keeping before() {
    return new Keeping(
        Keeping.State.WATCHING,
        Optional.empty(),
        Optional.empty(),
        JoinPlan.NONE,
        List.of(),
        Map.of());
  }

  /** One join is planned, and one refused by each of these rules; three were made, one failed. */
  public static Keeping of(Keeping.State state, Rule... rules) {
    return of(
        state,
        new JoinPlan(
            List.of(join()),
            List.of(rules).stream().map(Keepings::refusal).toList(),
            rules.length,
            List.of(),
            new JoinPlan.Sample(64, 600),
            Optional.of(Duration.ofSeconds(12))));
  }

  static Keeping of(Keeping.State state, JoinPlan plan) {
    return new Keeping(
        state,
        state == Keeping.State.FOLLOWING
            ? Optional.of(new NodeName("nessie@10.0.0.8"))
            : Optional.empty(),
        Optional.of(PLANNED),
        plan,
        List.of(act(Keeping.Outcome.FAILED), act(Keeping.Outcome.JOINED)),
        Map.of(
            Keeping.Outcome.JOINED, 3L, Keeping.Outcome.FAILED, 1L, Keeping.Outcome.REFUSED, 2L));
  }

  /** So many joins and refusals, of which a plan lists so many. */
  static Keeping many(int joins, int refusals) {
    return of(
        Keeping.State.HEALING,
        new JoinPlan(
            IntStream.range(0, joins).mapToObj(_ -> join()).toList(),
            IntStream.range(0, Math.min(JoinPlan.REFUSALS, refusals))
                .mapToObj(_ -> refusal(Rule.MNESIA))
                .toList(),
            refusals,
            List.of(),
            new JoinPlan.Sample(0, 0),
            Optional.empty()));
  }

  static Join join(String... names) {
    return new Join(FROM, TO, Join.Kind.ISLAND, List.of(new Way(FROM, TO)), List.of(names));
  }

  static Keeping.Act act(Keeping.Outcome outcome, String... names) {
    return new Keeping.Act(
        MeshSnapshots.SINCE, join(names), true, outcome, "of the test: " + outcome.code());
  }

  private static Refusal refusal(Rule rule) {
    return new Refusal(FROM, TO, Join.Kind.ISLAND, rule, "of the test: " + rule.code());
  }
}
