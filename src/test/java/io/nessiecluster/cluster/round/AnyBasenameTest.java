package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.BeamsFixture.FIRST;
import static io.nessiecluster.cluster.round.BeamsFixture.RABBIT_0;
import static io.nessiecluster.cluster.round.BeamsFixture.SECOND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeState;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queries for nodes of any basename: EPMD says which there are, or whoever listens is the one. */
class AnyBasenameTest {

  private final BeamsFixture fixture = new BeamsFixture(true);

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void ofAnyBasenameEveryNameThatEpmdListsIsATarget() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST);
    fixture.beams.start("worker@rabbit-0", FIRST);
    fixture.beams.start(SELF.text(), FIRST);
    fixture.start("*", FIRST);
    fixture.world.round();
    assertThat(fixture.connected()).containsExactly(RABBIT_0, "worker@rabbit-0");

    fixture.beams.start("late@rabbit-0", FIRST);
    fixture.beams.stop("worker@rabbit-0", FIRST);
    fixture.world.round();
    assertThat(fixture.connected()).containsExactly("late@rabbit-0", RABBIT_0);
    assertThat(fixture.world.known(new NodeName("worker@rabbit-0")).state())
        .isEqualTo(NodeState.VANISHED);
    assertThat(fixture.beams.dials()).hasSize(3);
  }

  @Test
  void nodesOfAnyBasenameMustBearNamesOfTheirOwn() {
    fixture.world.with(any -> any.withQuery(new DnsQuery.Name(QUERY, Optional.of("*"))));

    assertThatThrownBy(fixture.world::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'*=" + QUERY + "'");
  }

  @Test
  void anEpmdThatGivesNoAnswerTakesNoNameAway() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST);
    fixture.beams.start("worker@rabbit-0", FIRST);
    fixture.start("*", FIRST, SECOND);
    fixture.world.round();
    fixture.beams.mute(FIRST, true);
    fixture.beams.mute(SECOND, true);
    fixture.beams.lose(new NodeName(RABBIT_0));

    assertThat(fixture.world.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(
            tuple(new NodeName("*@" + SECOND), ConnectCause.EPMD_TIMEOUT),
            tuple(new NodeName(RABBIT_0), ConnectCause.EPMD_TIMEOUT));
    assertThat(fixture.world.events(ClusterEvent.NodeVanished.class)).isEmpty();
  }

  @Test
  void anAddressWhoseEpmdListsNobodyIsAnErrorUntilItDoes() throws Exception {
    fixture.start("*", FIRST);
    assertThat(fixture.world.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(new NodeName("*@" + FIRST), ConnectCause.NAME_NOT_REGISTERED));
    assertThat(fixture.beams.dials()).isEmpty();

    fixture.beams.start(RABBIT_0, FIRST);
    assertThat(fixture.world.round().errors()).isEmpty();
    assertThat(fixture.known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_0));
  }

  @Test
  void theOwnAddressHasNobodyElseAndThatIsNoError() throws Exception {
    fixture.beams.start(SELF.text(), SELF.host().orElseThrow());
    fixture.start("*", SELF.host().orElseThrow());

    assertThat(fixture.world.round().errors()).isEmpty();
    assertThat(fixture.known()).isEmpty();
  }

  @Test
  void withoutEpmdWhoeverAnswersAtAnAddressIsTheOneThere() throws Exception {
    try (BeamsFixture unasked = new BeamsFixture(false)) {
      unasked.beams.start(RABBIT_0, FIRST);
      unasked.beams.start("ejabberd@ejabberd-0", SECOND);
      unasked.start("*", FIRST, SECOND);
      unasked.beams.dialsUs("ejabberd@ejabberd-0");
      unasked.world.round();
      unasked.world.round();

      assertThat(unasked.connected()).containsExactly("ejabberd@ejabberd-0", RABBIT_0);
      assertThat(unasked.beams.dials()).contains(new NodeName("*@" + FIRST)).hasSizeBetween(1, 2);
    }
  }
}
