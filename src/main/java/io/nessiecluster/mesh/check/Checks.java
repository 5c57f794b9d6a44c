package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MeshSettings;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/** All checks. Remembers no more than since when what they found is so; for use by one thread. */
public final class Checks {

  public Checks(MeshSettings settings, LongSupplier nanoTime) {}

  /** Judges; one of each {@link Check.Id}, in their order. */
  public List<Check> judge(Evidence evidence, Instant at) {
    return List.of();
  }
}
