package io.nessiecluster.rest;

import io.nessiecluster.mesh.MemberRow;
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

  /** The row of a member; where there is none of that name, a problem. */
  static MemberRow member(String name, MeshSnapshot mesh) {
    return mesh.member(name).orElseThrow(() -> noMember(name));
  }

  private static ProblemException noMember(String name) {
    return ProblemException.unknown(
        "member",
        "no member is called %s; GET /cluster/mesh lists them, and GET /cluster/nodes has nodes"
                .formatted(name)
            + " that are none: hidden ones, and those that the DNS no longer names");
  }
}
