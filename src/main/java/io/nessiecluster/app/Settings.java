package io.nessiecluster.app;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.health.ReadinessBounds;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.page.PageSettings;
import io.nessiecluster.rest.ApiAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings, checked and in the terms of those who use them.
 *
 * @param cluster how to discover; without a resolver yet
 * @param dns how to ask the DNS
 * @param node name of the own node
 * @param distribution what the own node is; empty without a cookie: then it is not alive
 * @param cookieOverlap for how long the former cookie counts once that of the file has changed
 * @param tls what the links go through; empty for plain TCP
 * @param names what nodes are called
 * @param onVanish what becomes of connected nodes that the DNS no longer names
 * @param vanishGrace for how long they are left alone
 * @param mesh how the mesh is watched, and what is done about it
 * @param page what people look at
 * @param eventFeed the bounds of the feed of events
 * @param warnings what is allowed and yet perhaps not meant: a line each, for the log
 */
public record Settings(
    DnsCluster cluster,
    DnsSettings dns,
    NodeName node,
    Optional<NodeSettings> distribution,
    Duration cookieOverlap,
    Optional<Tls> tls,
    Names names,
    OnVanish onVanish,
    Duration vanishGrace,
    MeshSettings mesh,
    ReadinessBounds readiness,
    ApiAccess api,
    PageSettings page,
    EventFeed.Limits eventFeed,
    List<String> warnings) {

  /**
   * TLS for the links.
   *
   * @param configurationName of the TLS configuration in Quarkus's registry
   * @param mutual whether a node that dials must show a certificate
   */
  public record Tls(String configurationName, boolean mutual) {}

  /** What nodes are called. */
  public enum Names {
    /** {@code basename@address}. */
    ADDRESS,
    /** What they call themselves. */
    PEER
  }

  /** What becomes of a connected node that the DNS no longer names. */
  public enum OnVanish {
    KEEP,
    DISCONNECT
  }
}
