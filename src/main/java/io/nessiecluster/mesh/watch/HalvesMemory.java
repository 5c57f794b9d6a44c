package io.nessiecluster.mesh.watch;

import io.nessiecluster.mesh.Halves;
import io.nessiecluster.mesh.Mesh;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which links only one side listed in an earlier sweep. One that was nudged may follow another
 * after a tenth of a second, which tells no race from what lasts: earlier is a second ago, at
 * least.
 */
final class HalvesMemory {

  private static final Duration APART = Duration.ofSeconds(1);

  private Halves settled = Halves.NONE; // of a sweep before the recent one
  private Halves recent = Halves.NONE;
  private OptionalLong recentAt = OptionalLong.empty(); // on the nano source

  /** Those that count as earlier, for a sweep at this moment. */
  Halves before(long nanos) {
    return isApart(nanos) ? recent : settled;
  }

  /** Remembers those of the sweep of that moment. */
  void remember(Mesh mesh, long nanos) {
    if (isApart(nanos)) {
      settled = recent.and(mesh.halves());
      recent = mesh.newHalves();
      recentAt = OptionalLong.of(nanos);
    } else {
      settled = settled.and(mesh.halves());
      recent = recent.and(mesh.halves());
    }
  }

  private boolean isApart(long nanos) {
    return recentAt.isEmpty() || nanos - recentAt.getAsLong() >= APART.toNanos();
  }
}
