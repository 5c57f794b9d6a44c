package io.nessiecluster.rest;

import io.nessiecluster.mesh.MeshSnapshot;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;

/** A mesh as the test has it, in the place of the one that is watched. */
@Alternative
@Singleton
public class FixedMesh implements MeshSnapshot.Source {

  private volatile MeshSnapshot mesh = MeshSnapshots.split();

  /** Shows another one from now on. */
  public void show(MeshSnapshot snapshot) {
    mesh = snapshot;
  }

  @Override
  public MeshSnapshot mesh() {
    return mesh;
  }

  /** A service that shows it, and what {@link FakeKeeping} does about it. */
  public static final class Shown extends FakeWorld {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(FixedMesh.class, FakeKeeping.class);
    }
  }
}
