package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.KnownNode;
import java.util.List;
import java.util.Optional;

/** A discovery, by hand, of {@link FakeBeams} at some addresses. */
final class BeamsFixture implements AutoCloseable {

  static final String RABBIT_0 = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  static final String RABBIT_1 = "rabbit@rabbit-1.nodes.prod.svc.cluster.local";
  static final String FIRST = "10.0.0.5";
  static final String SECOND = "10.0.0.6";

  final DiscoveryFixture world = new DiscoveryFixture().byHand();
  final FakeBeams beams;
  private Discovery discovery;

  BeamsFixture(boolean asksEpmd) {
    beams = new FakeBeams(SELF, asksEpmd);
  }

  /** Starts, to be told of links, for nodes of a basename at these addresses. */
  void start(String basename, String... addresses) {
    build(basename, addresses);
    beams.tell(discovery.connectionListener());
    discovery.start();
  }

  /** As {@link #start}, but nobody tells of links, and nothing runs yet. */
  void build(String basename, String... addresses) {
    world
        .resolver(any -> new Resolver(NodeName::basename, any.connectNode(), beams, any.lookup()))
        .with(
            any ->
                any.withNaming(new Naming.ByPeer(beams))
                    .withQuery(new DnsQuery.Name(QUERY, Optional.of(basename))));
    name(addresses);
    discovery = world.build();
  }

  /** The DNS names these addresses and no other. */
  void name(String... addresses) {
    if (addresses.length == 0) {
      world.lookup.remove(QUERY);
    } else {
      world.lookup.addresses(QUERY, RecordType.A, addresses);
    }
  }

  Discovery discovery() {
    return discovery;
  }

  List<KnownNode> known() {
    return discovery.snapshot().nodes();
  }

  List<String> connected() {
    return known().stream().filter(KnownNode::isConnected).map(node -> node.name().text()).toList();
  }

  List<String> nodeEvents() {
    return world.events(ClusterEvent.NodeEvent.class).stream()
        .map(event -> event.getClass().getSimpleName() + " " + event.node())
        .toList();
  }

  static NodeName target(String address) {
    return NodeName.of("rabbit", address);
  }

  @Override
  public void close() throws InterruptedException {
    world.close();
  }
}
