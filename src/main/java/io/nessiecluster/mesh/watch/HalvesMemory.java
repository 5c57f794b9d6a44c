package io.nessiecluster.mesh.watch;

import io.nessiecluster.mesh.Halves;
import io.nessiecluster.mesh.Mesh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which links only one side listed in an earlier sweep, and in all since. One that was nudged may
 * follow another after a tenth of a second, which tells no race from what lasts: earlier is a
 * second ago, at least.
 */
final class HalvesMemory {

  static final Duration APART = Duration.ofSeconds(1);

  /** Sweeps of the last second, and one before it. */
  private static final int MOST = 2 + (int) APART.dividedBy(SweepTimer.APART);

  private record Seen(long nanos, Halves halves) {
    private boolean isEarlier(long now) {
      return now - nanos >= APART.toNanos();
    }
  }

  /** The oldest first; each with what the one before it has that is still so. */
  private final List<Seen> sweeps = new ArrayList<>();

  /** Those that count as earlier, for a sweep at this moment. */
  Halves before(long nanos) {
    return sweeps.reversed().stream()
        .filter(sweep -> sweep.isEarlier(nanos))
        .findFirst()
        .map(Seen::halves)
        .orElse(Halves.NONE);
  }

  /** Remembers those of the sweep of that moment. */
  void remember(Mesh mesh, long nanos) {
    sweeps.replaceAll(sweep -> new Seen(sweep.nanos(), sweep.halves().and(mesh.halves())));
    Halves still = sweeps.isEmpty() ? Halves.NONE : sweeps.getLast().halves();
    sweeps.add(new Seen(nanos, mesh.newHalves().or(still)));
    while (sweeps.size() > MOST || (sweeps.size() > 1 && sweeps.get(1).isEarlier(nanos))) {
      sweeps.removeFirst();
    }
  }
}
