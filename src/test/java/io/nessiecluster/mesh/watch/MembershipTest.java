package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeConnection.Direction;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who belongs to the mesh, and which replica of this service acts. */
class MembershipTest {

  private static final NodeName SELF = new NodeName("nessie@10.0.0.5");
  private static final NodeName LOWER = new NodeName("nessie@10.0.0.4");
  private static final NodeName LOWEST = new NodeName("nessie@10.0.0.20");
  private static final NodeName HIGHER = new NodeName("nessie@10.0.0.6");
  private static final NodeName APP = new NodeName("app@10.0.0.2");

  private final List<KnownNode> nodes = new ArrayList<>();
  private Set<NodeName> before = Set.of();

  private Membership membership() {
    return Membership.of(
        new DiscoverySnapshot(
            SELF,
            DiscoveryState.RUNNING,
            true,
            Optional.empty(),
            Optional.empty(),
            new Since(0, () -> 0),
            new Since(0, () -> 0),
            0,
            nodes,
            Map.of(),
            List.of()),
        before);
  }

  private void connected(NodeName node, boolean hidden, String... queries) {
    put(node, Optional.of(new NodeConnection(Direction.INBOUND, hidden)), queries);
  }

  private void apart(NodeName node, String... queries) {
    put(node, Optional.empty(), queries);
  }

  private void put(NodeName node, Optional<NodeConnection> connection, String... queries) {
    nodes.add(
        new KnownNode(
            node,
            Optional.empty(),
            Instant.EPOCH,
            Set.of(queries),
            Optional.empty(),
            connection,
            Optional.empty(),
            0,
            0));
  }

  private List<NodeName> members() {
    return membership().members().stream().map(named -> named.member().name()).toList();
  }

  @Test
  void theLowestNamedOfTheReplicasThatAreConnectedActs() {
    connected(LOWER, true, "nessie.svc");
    connected(LOWEST, true, "nessie.svc");
    connected(HIGHER, true, "nessie.svc");

    assertThat(membership().leader()).contains(LOWEST); // as text
  }

  @Test
  void whoHasTheLowestNameFollowsNobody() {
    connected(HIGHER, true, "nessie.svc");

    assertThat(membership().leader()).isEmpty();
  }

  @Test
  void aReplicaThatNoQueryNamesIsFollowedIfItHasDialledUs() {
    connected(LOWER, true);

    assertThat(membership().leader()).contains(LOWER);
  }

  @Test
  void nobodyFollowsWhoIsNotConnected() {
    apart(LOWER, "nessie.svc");
    before = Set.of(LOWER);

    assertThat(membership().leader()).isEmpty();
  }

  @Test
  void nobodyFollowsAVisibleNodeOrAnotherProgram() {
    connected(LOWER, false, "nessie.svc");
    connected(new NodeName("rem-app@10.0.0.1"), true);

    assertThat(membership().leader()).isEmpty();
  }

  @Test
  void aReplicaIsNoMemberEvenWhileItIsRestarted() {
    connected(APP, false, "app.svc");
    apart(LOWER, "nessie.svc");
    before = Set.of(SELF, LOWER);

    assertThat(members()).containsExactly(APP);
    assertThat(membership().known()).containsExactlyInAnyOrder(SELF, LOWER);
  }

  @Test
  void aNodeThatWasNeverMetMayBeAMember() {
    apart(LOWER, "nessie.svc");

    assertThat(members()).containsExactly(LOWER);
  }

  @Test
  void whoTookTheNameOfAHiddenNodeAndIsVisibleIsAMember() {
    connected(APP, false, "app.svc");
    before = Set.of(SELF, APP);

    assertThat(members()).containsExactly(APP);
  }

  @Test
  void whomDiscoveryHasForgottenIsForgotten() {
    before = Set.of(SELF, LOWER);

    assertThat(membership().known()).containsExactly(SELF);
  }
}
