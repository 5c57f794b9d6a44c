package io.nessiecluster.mesh.watch;

import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Since when links are not as they should be: of those that are listed, and no others. */
final class DefectAges {

  private record Age(Defect.Kind kind, Instant since, long nanos) {}

  private Map<Pair, Age> ages = Map.of();

  /** Remembers these, of a sweep at this moment, and forgets all others. */
  void remember(List<Gap> gaps, Instant at, long nanos) {
    Map<Pair, Age> now = HashMap.newHashMap(gaps.size());
    for (Gap gap : gaps) {
      Age before = ages.get(gap.pair());
      boolean isOld = before != null && before.kind() == gap.kind();
      now.put(gap.pair(), isOld ? before : new Age(gap.kind(), at, nanos));
    }
    ages = now;
  }

  /** For how long one that is remembered is so. */
  Duration age(Pair pair, long nanos) {
    Age age = ages.get(pair);
    return age == null ? Duration.ZERO : Duration.ofNanos(nanos - age.nanos());
  }

  /** One of those that are remembered, with what members found on the ways. */
  Defect defect(Gap gap, Diagnoses diagnoses) {
    Age age = ages.get(gap.pair());
    if (age == null) {
      throw new IllegalArgumentException("not remembered: " + gap);
    }
    Optional<Reach> there = diagnoses.found(gap.from(), gap.to());
    Optional<Reach> back = diagnoses.found(gap.to(), gap.from());
    boolean backTellsMore =
        gap.kind() == Defect.Kind.MISSING && !isBlocked(there) && isBlocked(back);
    return backTellsMore
        ? new Defect(gap.to(), gap.from(), gap.kind(), age.since(), back, there)
        : new Defect(gap.from(), gap.to(), gap.kind(), age.since(), there, back);
  }

  private static boolean isBlocked(Optional<Reach> reach) {
    return reach.filter(found -> found.cause().isBlocked()).isPresent();
  }
}
