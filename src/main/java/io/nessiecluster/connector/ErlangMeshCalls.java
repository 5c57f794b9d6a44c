package io.nessiecluster.connector;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks members by calls of functions: the closed list of all that is ever called. */
final class ErlangMeshCalls implements MeshCalls {

  /** The own node, and the settings that it was started with. */
  record Alive(ErlangNode node, NodeSettings settings) {}

  ErlangMeshCalls(Supplier<@Nullable Alive> alive) {}

  private static MeshCallException notLinked(NodeName member) {
    return new MeshCallException(MeshCallException.Reason.NOT_LINKED, member.text());
  }

  @Override
  public View view(NodeName member, Duration timeout) throws MeshCallException {
    throw notLinked(member);
  }

  @Override
  public MemberFacts facts(NodeName member, Duration timeout) throws MeshCallException {
    throw notLinked(member);
  }

  @Override
  public Vitals vitals(NodeName member, Duration timeout) throws MeshCallException {
    throw notLinked(member);
  }

  @Override
  public Set<String> globalNames(NodeName member, Duration timeout) throws MeshCallException {
    throw notLinked(member);
  }

  @Override
  public Reach reach(NodeName from, NodeName to, Duration timeout) throws MeshCallException {
    throw notLinked(from);
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of();
  }
}
