package io.nessiecluster.examples;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.DnsjavaLookup;
import java.util.concurrent.CountDownLatch;

/** Watches a cluster until told to end. */
final class WatchACluster {
  private WatchACluster() {}

  static void watch(NodeSettings us, DnsQuery query, DnsSettings dns, CountDownLatch end)
      throws Exception {
    try (NodeRuntime runtime = NodeRuntime.system();
        Environment world = Environment.system();
        ErlangConnector connector = new ErlangConnector(new NodeName(us.name()), us.hidden())) {
      var lookup = new DnsjavaLookup(dns, world.nanoTime());
      var resolver = Resolver.of(connector, lookup);
      DnsCluster cluster = DnsCluster.create().withQuery(query).withResolver(resolver);
      try (Discovery discovery = cluster.withListener(System.out::println).build(world)) {
        connector.start(us, runtime, discovery.connectionListener());
        discovery.start();
        end.await();
      }
    }
  }
}
