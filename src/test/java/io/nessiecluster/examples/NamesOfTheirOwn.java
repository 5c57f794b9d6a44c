package io.nessiecluster.examples;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.round.DnsCluster;
import java.util.Optional;

/** Calls nodes as they call themselves. */
final class NamesOfTheirOwn {
  private NamesOfTheirOwn() {}

  static DnsCluster named(DnsCluster cluster, PeerNames connector, String dnsName) {
    return cluster
        .withNaming(new Naming.ByPeer(connector))
        .withQuery(new DnsQuery.Name(dnsName, Optional.of(PeerNames.ANY)));
  }
}
