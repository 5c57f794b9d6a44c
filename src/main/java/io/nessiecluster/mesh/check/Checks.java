package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MeshSettings;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** All checks. Remembers no more than since when what they found is so; for use by one thread. */
public final class Checks {

  private final List<Judgement> judgements;
  private final Map<Check.Id, Check> last = new EnumMap<>(Check.Id.class);

  /**
   * Checks that have found nothing yet.
   *
   * @param nanoTime measures how long things are so
   */
  public Checks(MeshSettings settings, LongSupplier nanoTime) {
    judgements =
        List.of(
            new ReleaseEqual(new Skew(settings.skewFor(), nanoTime)),
            new OtpEqual(new Skew(settings.skewFor(), nanoTime)),
            new SettingsEqual(new Skew(settings.skewFor(), nanoTime)),
            new MembersPure(),
            new MnesiaWhole(settings.stableFor(), nanoTime),
            new GlobalFree(nanoTime),
            new NamesUnique(),
            new Limits(),
            new Expected(settings.minMembers()));
  }

  /**
   * Judges; one of each {@link Check.Id}, in their order.
   *
   * @param at dates those whose status is another one than before
   */
  public List<Check> judge(Evidence evidence, Instant at) {
    return judgements.stream().map(each -> check(each.id(), each.judge(evidence), at)).toList();
  }

  private Check check(Check.Id id, Finding finding, Instant at) {
    Check before = last.get(id);
    Instant since = before != null && before.status() == finding.status() ? before.since() : at;
    Check now = new Check(id, finding.status(), since, finding.evidence(), finding.nodes());
    last.put(id, now);
    return now;
  }
}
