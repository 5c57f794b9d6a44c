package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshCallsContract;
import io.nessiecluster.mesh.Sighting;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real BEAMs are asked: the contract, and whom calls reach. */
@RequiresErlang
@Timeout(120)
class ErlangMeshCallsIT extends MeshCallsContract {

  private AskedBeams beams;

  @BeforeEach
  void open() throws Exception {
    beams = new AskedBeams();
  }

  @AfterEach
  void close() throws Exception {
    beams.close();
  }

  @Override
  protected MeshCalls calls() {
    return beams.calls;
  }

  @Override
  protected NodeName start() throws Exception {
    return beams.start();
  }

  @Override
  protected NodeName startApart() throws Exception {
    return beams.start("-connect_all", "false");
  }

  @Override
  protected void settle(List<NodeName> nodes) {
    for (NodeName node : nodes) {
      assertThat(beams.eval(node, "is_tuple(sys:get_state(global_name_server))")).isEqualTo("true");
    }
  }

  @Override
  protected void stop(NodeName node) throws Exception {
    beams.stop(node);
  }

  @Override
  protected void connect(NodeName one, NodeName other) throws Exception {
    beams.connect(one, other);
  }

  @Override
  protected void disconnect(NodeName one, NodeName other) throws Exception {
    beams.disconnect(one, other);
  }

  @Override
  protected NodeName connectWithHidden(NodeName node) throws Exception {
    NodeName hidden = beams.unlinked("shell", "-hidden");
    beams.connect(hidden, node);
    return hidden;
  }

  @Override
  protected void registerGlobally(NodeName node, String name) {
    beams.registerGlobally(node, name);
  }

  @Override
  protected void freeze(NodeName node) throws Exception {
    beams.freeze(node);
  }

  @Override
  protected void thaw(NodeName node) throws Exception {
    beams.thaw(node);
  }

  @Test
  void connectionsHaveNumbersThatAMemberHandsOut() throws Exception {
    NodeName one = beams.start();
    NodeName other = beams.start();
    beams.connect(one, other);

    assertThat(beams.calls.view(one, TIMEOUT).sightings())
        .hasSize(2)
        .allSatisfy(sighting -> assertThat(sighting.connection()).isPositive())
        .extracting(Sighting::node, Sighting::hidden)
        .containsExactlyInAnyOrder(tuple(beams.us, true), tuple(other, false));
  }

  @Test
  void aMemberWithoutRexIsAskedAllTheSame() throws Exception {
    NodeName member = beams.start();
    assertThat(beams.eval(member, "unregister(rex)")).isEqualTo("true");

    assertThat(beams.calls.view(member, TIMEOUT).sightings()).hasSize(1);
    assertThat(beams.calls.facts(member, TIMEOUT).netTickTimeSeconds()).isEqualTo(60);
  }

  @Test
  void aMemberThatDiesInACallIsNotLinked() throws Exception {
    NodeName member = beams.start();
    beams.freeze(member);
    CompletableFuture<Reason> reason =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                throw new AssertionError(beams.calls.view(member, TIMEOUT));
              } catch (MeshCallException e) {
                return e.reason();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            task -> Thread.ofVirtual().start(task));
    TestNodes.await("it is asked", () -> beams.calls.counts().get("erlang:nodes/2") == 1);

    beams.stop(member);

    assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(Reason.NOT_LINKED);
  }
}
