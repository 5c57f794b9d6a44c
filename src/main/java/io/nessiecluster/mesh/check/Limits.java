package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * No member is near the limit of its processes, atoms or ports, at which it stops: above 80 % is
 * warned of, above 95 % fails. What a member told last counts even while it is spared: who is near
 * a limit may well be slow.
 */
final class Limits implements Judgement {

  private static final double WARNED = 0.80;
  private static final double FAILED = 0.95;

  /** What a member has too much of. */
  private record Excess(NodeName at, String what, Usage usage) {
    private String text() {
      return "%s has %d %s of %d (%d %%)"
          .formatted(
              Brief.said(at.text()),
              usage.count(),
              what,
              usage.limit(),
              (long) Math.floor(usage.share() * 100));
    }
  }

  @Override
  public Check.Id id() {
    return Check.Id.LIMITS;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<Vitals> vitals = Heard.of(evidence, Witness::vitals);
    if (vitals.told().isEmpty()) {
      return vitals.nobody();
    }
    List<Excess> worst = new ArrayList<>();
    for (Heard.Saying<Vitals> each : vitals.told()) {
      worst.add(new Excess(each.by().member(), "processes", each.what().processes()));
      worst.add(new Excess(each.by().member(), "atoms", each.what().atoms()));
      worst.add(new Excess(each.by().member(), "ports", each.what().ports()));
    }
    worst.removeIf(each -> each.usage().share() <= WARNED);
    worst.sort(
        Comparator.comparingDouble((Excess each) -> each.usage().share())
            .reversed()
            .thenComparing(Excess::at));
    if (worst.isEmpty()) {
      return Finding.pass(vitals.told("processes, atoms and ports are below 80 % of their limits"));
    }
    Status status = worst.getFirst().usage().share() > FAILED ? Status.FAIL : Status.WARN;
    return Finding.of(
        status,
        vitals.told(Brief.first(worst.stream().map(Excess::text).toList())),
        worst.stream().map(Excess::at).toList());
  }
}
