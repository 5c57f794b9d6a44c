package io.nessiecluster.examples;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.PeerNaming;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.DnsjavaLookup;
import java.time.Duration;
import java.util.List;

/** One round among nodes that are called as they say. */
final class MeetByName {
  private MeetByName() {}

  static List<NodeName> meet(NodeSettings us, DnsQuery query, DnsSettings dns) throws Exception {
    try (NodeRuntime runtime = NodeRuntime.system();
        Environment world = Environment.system();
        ErlangConnector connector = new ErlangConnector(new NodeName(us.name()), us.hidden())) {
      var resolver = Resolver.of(connector, new DnsjavaLookup(dns, world.nanoTime()));
      var naming = new Naming.ByPeer(connector.peerNames());
      DnsCluster cluster = DnsCluster.create().byHand().withQuery(query).withResolver(resolver);
      try (Discovery discovery = cluster.withNaming(naming).build(world)) {
        NodeSettings byPeer = us.withNaming(PeerNaming.BY_PEER);
        connector.start(byPeer, runtime, discovery.connectionListener());
        discovery.start();
        return discovery.discoverNodes(Duration.ofSeconds(5)).nodes();
      }
    }
  }
}
