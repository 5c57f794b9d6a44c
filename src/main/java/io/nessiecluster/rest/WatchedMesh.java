package io.nessiecluster.rest;

import io.nessiecluster.mesh.MeshSnapshot;
import jakarta.inject.Singleton;

/** The mesh for the routes that are about nothing else: where it is not watched, a problem. */
@Singleton
class WatchedMesh {

  private final MeshSnapshot.Source source;

  WatchedMesh(MeshSnapshot.Source source) {
    this.source = source;
  }

  /** The mesh now; never blocks. */
  MeshSnapshot now() {
    MeshSnapshot mesh = source.mesh();
    if (mesh.mode().watches()) {
      return mesh;
    }
    throw new ProblemException(
        Problem.of(
            "mesh-off",
            "The mesh is not watched",
            409,
            "no node is asked whom it sees, as nessie-cluster.mesh.mode=off; mesh.mode=watch turns"
                + " it on"));
  }
}
