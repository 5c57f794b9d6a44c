package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.List;
import java.util.Set;

/** The fake keeps the contract. */
class FakeMeshCallsTest extends MeshCallsContract {

  private final FakeMeshCalls calls = new FakeMeshCalls();
  private int started;

  @Override
  protected MeshCalls calls() {
    return calls;
  }

  @Override
  protected NodeName start() {
    NodeName node = NodeName.of("app" + ++started, "127.0.0.1");
    calls.start(node);
    return node;
  }

  @Override
  protected NodeName startApart() {
    NodeName node = start();
    MemberFacts facts = FakeMeshCalls.facts("27", "1.0.0");
    calls.facts(
        node,
        new MemberFacts(
            facts.otpRelease(),
            facts.uptime(),
            facts.releaseName(),
            facts.releaseVersion(),
            facts.netTickTimeSeconds(),
            facts.preventOverlappingPartitions(),
            false));
    return node;
  }

  @Override
  protected void settle(List<NodeName> nodes) {
    // all is done at once
  }

  @Override
  protected void stop(NodeName node) {
    calls.stop(node);
  }

  @Override
  protected void connect(NodeName one, NodeName other) {
    calls.connect(one, other);
  }

  @Override
  protected void disconnect(NodeName one, NodeName other) {
    calls.disconnect(one, other);
  }

  @Override
  protected NodeName connectWithHidden(NodeName node) {
    NodeName hidden = NodeName.of("shell", "127.0.0.1");
    calls.sees(node, new Sighting(hidden, true, 7));
    return hidden;
  }

  @Override
  protected void registerGlobally(NodeName node, String name) {
    calls.globalNames(node, Set.of(name));
  }

  @Override
  protected void freeze(NodeName node) {
    calls.freeze(node);
  }

  @Override
  protected void thaw(NodeName node) {
    calls.thaw(node);
  }
}
