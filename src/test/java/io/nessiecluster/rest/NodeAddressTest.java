package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.state.KnownNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a node is: where it was met, or else the host in its name. */
class NodeAddressTest {

  private static final String LONG = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";

  @ParameterizedTest
  @CsvSource({
    LONG + ",10.0.0.5,10.0.0.5,10.0.0.5:15692",
    "rabbit@rabbit-0,10.0.0.5,10.0.0.5,10.0.0.5:15692",
    "rabbit@rabbit-0,fd00::5,fd00::5,[fd00::5]:15692",
    "app@10.0.0.1,,10.0.0.1,10.0.0.1:15692",
    "app@fd00::1,,fd00::1,[fd00::1]:15692",
    LONG + ",,rabbit-0.nodes.prod.svc.cluster.local,rabbit-0.nodes.prod.svc.cluster.local:15692",
  })
  void nodesAndTargetsTellIt(String name, String met, String address, String target) {
    KnownNode node = node(name, Optional.ofNullable(met));

    assertThat(NodeResponse.of(node).address()).isEqualTo(address);
    assertThat(TargetGroup.of(node, "c", ":15692"))
        .hasValueSatisfying(group -> assertThat(group.targets()).containsExactly(target));
  }

  @Test
  void theNameStaysALabelOfTheTarget() {
    assertThat(TargetGroup.of(node(LONG, Optional.of("10.0.0.5")), "prod", ""))
        .hasValueSatisfying(
            group ->
                assertThat(group.labels())
                    .containsOnlyKeys(
                        "__meta_nessie_cluster",
                        "__meta_nessie_node",
                        "__meta_nessie_basename",
                        "__meta_nessie_state",
                        "__meta_nessie_discovered",
                        "__meta_nessie_hidden",
                        "__meta_nessie_direction")
                    .containsEntry("__meta_nessie_node", LONG)
                    .containsEntry("__meta_nessie_basename", "rabbit"));
  }

  @Test
  void aNodeThatNothingTellsOfHasNone() {
    KnownNode node = node("nobody", Optional.empty());

    assertThat(NodeResponse.of(node).address()).isNull();
    assertThat(TargetGroup.of(node, "c", "")).isEmpty();
  }

  @Test
  void aNodeThatWasMetIsATargetWhateverItIsCalled() {
    assertThat(TargetGroup.of(node("nobody", Optional.of("10.0.0.5")), "c", ""))
        .hasValueSatisfying(group -> assertThat(group.targets()).containsExactly("10.0.0.5"));
  }

  @Test
  void theOwnNodeIsAtTheHostOfItsName() {
    assertThat(NodeResponse.of(own("nessie@fd00::9")).address()).isEqualTo("fd00::9");
    assertThat(NodeResponse.of(own("nessie@nessie-0")).address()).isEqualTo("nessie-0");
  }

  @Test
  void theHistoryOfANodeLeavesItsAddressAlone() {
    assertThat(NodeResponse.of(node(LONG, Optional.of("10.0.0.5"))).with(List.of()).address())
        .isEqualTo("10.0.0.5");
  }

  private static OwnNode own(String name) {
    return new OwnNode(new NodeName(name), true, true, 4370);
  }

  private static KnownNode node(String name, Optional<String> address) {
    return new KnownNode(
        new NodeName(name),
        address,
        Instant.EPOCH,
        Set.of("nodes.prod.svc."),
        Optional.empty(),
        Optional.of(new NodeConnection(NodeConnection.Direction.OUTBOUND, false)),
        Optional.empty(),
        0,
        0);
  }
}
