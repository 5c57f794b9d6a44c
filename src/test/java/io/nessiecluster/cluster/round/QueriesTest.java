package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.NodeState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many queries, and what several of them name. */
class QueriesTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void anAddressThatIsAnsweredTwiceIsDialledOnce() throws Exception {
    queries("a.", "b.");
    fixture.lookup.addresses("a.", RecordType.A, "10.0.0.2", "10.0.0.2");
    fixture.lookup.addresses("a.", RecordType.SRV, "10.0.0.2");
    fixture.lookup.addresses("b.", RecordType.A, "10.0.0.2");
    fixture.with(any -> any.withRecordTypes(List.of(RecordType.A, RecordType.SRV, RecordType.A)));
    fixture.start();

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
    assertThat(fixture.peers.dials()).containsExactly(peer(2));
    assertThat(fixture.known(peer(2)).discoveredBy()).containsExactlyInAnyOrder("a.", "b.");
    assertThat(fixture.events(ClusterEvent.NodeDiscovered.class)).hasSize(1);
    assertThat(fixture.lookup.calls()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void eachQueryHasItsBasename() throws Exception {
    queries("app.svc", "worker=worker.svc");
    fixture.named(2).lookup.addresses("worker.svc", RecordType.A, "10.0.0.2");
    fixture.start();

    assertThat(fixture.round().nodes())
        .containsExactlyInAnyOrder(SELF, peer(2), new NodeName("worker@10.0.0.2"));
  }

  @Test
  void aNameThatTwoBasenamesShareIsLookedUpOnce() throws Exception {
    queries(QUERY, "worker=" + QUERY);
    fixture.named(2).start();

    DiscoveryResult result = fixture.round();

    assertThat(result.nodes())
        .containsExactlyInAnyOrder(SELF, peer(2), new NodeName("worker@10.0.0.2"));
    assertThat(result.round().orElseThrow().lookups()).hasSize(2);
    assertThat(fixture.lookup.calls()).hasSize(2);
  }

  @Test
  void lookupsAreListedInTheOrderOfQueriesAndTypes() throws Exception {
    queries("b.", "a.");
    fixture.start();

    assertThat(fixture.round().round().orElseThrow().lookups())
        .extracting(lookup -> lookup.query() + lookup.type())
        .containsExactly("b.A", "b.AAAA", "a.A", "a.AAAA");
  }

  @Test
  void aNodeVanishesWhenNoQueryNamesIt() throws Exception {
    queries("a.", "b.");
    fixture.lookup.addresses("a.", RecordType.A, "10.0.0.2");
    fixture.lookup.addresses("b.", RecordType.A, "10.0.0.2");
    fixture.start();
    fixture.round();

    fixture.lookup.remove("a.");
    fixture.round();
    assertThat(fixture.known(peer(2)).discoveredBy()).containsExactly("b.");

    fixture.lookup.fails("b.", RecordType.A, Reason.TIMEOUT);
    fixture.round();
    assertThat(fixture.known(peer(2)).discoveredBy()).containsExactly("b.");

    fixture.lookup.remove("b.");
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
  }

  @Test
  void theNodesOfQueriesThatShareANameStayWhileItFailsAndGoTogether() throws Exception {
    queries(QUERY, "worker=" + QUERY);
    NodeName worker = new NodeName("worker@10.0.0.2");
    fixture.named(2).start();
    fixture.round();

    fixture.lookup.fails(QUERY, RecordType.A, Reason.TIMEOUT);
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(fixture.known(worker).state()).isEqualTo(NodeState.CONNECTED);

    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
    assertThat(fixture.known(worker).state()).isEqualTo(NodeState.VANISHED);
  }

  private void queries(String... texts) {
    DnsQuery[] queries = List.of(texts).stream().map(DnsQuery::parse).toArray(DnsQuery[]::new);
    fixture.with(any -> any.withQuery(queries));
  }
}
