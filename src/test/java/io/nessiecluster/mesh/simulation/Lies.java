package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Planted faults: what a rule rests upon is not told, as if the rule were not there. */
class Lies implements MeshCalls {

  private final MeshCalls truth;

  private Lies(MeshCalls truth) {
    this.truth = truth;
  }

  static MeshCalls allWaysAreFree(MeshCalls truth) {
    return new Lies(truth) {
      @Override
      public Reach reach(NodeName from, NodeName to, Duration timeout) {
        return new Reach(LinkCause.REACHABLE, "for sure");
      }
    };
  }

  static MeshCalls nothingRuns(MeshCalls truth) {
    return new Lies(truth) {
      @Override
      public Vitals vitals(NodeName member, Duration timeout)
          throws MeshCallException, InterruptedException {
        Vitals vitals = super.vitals(member, timeout);
        return new Vitals(
            vitals.processes(),
            vitals.atoms(),
            vitals.ports(),
            Optional.empty(),
            List.of(),
            vitals.globalNames(),
            Set.of());
      }
    };
  }

  static MeshCalls nothingIsRegistered(MeshCalls truth) {
    return new Lies(truth) {
      @Override
      public Set<String> globalNames(NodeName member, Duration timeout) {
        return Set.of();
      }
    };
  }

  @Override
  public View view(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.view(member, timeout);
  }

  @Override
  public MemberFacts facts(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.facts(member, timeout);
  }

  @Override
  public Vitals vitals(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.vitals(member, timeout);
  }

  @Override
  public Set<String> globalNames(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.globalNames(member, timeout);
  }

  @Override
  public Reach reach(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.reach(from, to, timeout);
  }

  @Override
  public boolean connect(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    return truth.connect(from, to, timeout);
  }

  @Override
  public Map<String, Long> counts() {
    return truth.counts();
  }
}
