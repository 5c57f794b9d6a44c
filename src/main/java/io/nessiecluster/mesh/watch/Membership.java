package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.mesh.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who belongs to the mesh, as discovery knows it.
 *
 * @param members by name
 * @param known who is no stranger all the same: our own node, and those that are known as hidden,
 *     for as long as discovery names them
 * @param leader the lowest-named replica of this service that we are linked with, if its name is
 *     lower than ours: hidden as we are, and of our basename
 */
record Membership(List<Named> members, Set<NodeName> known, Optional<NodeName> leader) {

  /**
   * A member.
   *
   * @param link empty when this service has none with it
   */
  record Named(Member member, Optional<Incarnation> link) {}

  Membership {
    members = List.copyOf(members);
    known = Set.copyOf(known);
  }

  /**
   * Those whom discovery names now.
   *
   * @param before who was {@code known} before: a replica of this service that is being restarted
   *     is no member that is missing
   */
  static Membership of(DiscoverySnapshot discovery, Set<NodeName> before) {
    Set<NodeName> hidden =
        discovery.nodes().stream()
            .filter(Membership::isHidden)
            .map(KnownNode::name)
            .collect(Collectors.toSet());
    Set<NodeName> known = new HashSet<>(hidden);
    discovery.nodes().stream()
        .filter(node -> !node.isConnected() && before.contains(node.name()))
        .map(KnownNode::name)
        .forEach(known::add);
    known.add(discovery.self());
    return new Membership(
        discovery.nodes().stream()
            .filter(node -> !node.discoveredBy().isEmpty() && !known.contains(node.name()))
            .filter(node -> !PeerNames.isAny(node.name())) // a place, where nobody has told a name
            .map(Membership::named)
            .toList(),
        known,
        hidden.stream()
            .filter(node -> node.basename().equals(discovery.self().basename()))
            .filter(node -> node.compareTo(discovery.self()) < 0)
            .min(NodeName::compareTo));
  }

  private static boolean isHidden(KnownNode node) {
    return node.connection().filter(NodeConnection::hidden).isPresent();
  }

  private static Named named(KnownNode node) {
    long creation = node.connection().map(NodeConnection::creation).orElse(0L);
    Optional<String> address =
        node.connection()
            .flatMap(NodeConnection::address)
            .or(node::address)
            .or(() -> node.name().host());
    return new Named(
        new Member(node.name(), address, node.isConnected(), creation),
        node.connection().map(_ -> new Incarnation(node.name(), creation, node.since())));
  }
}
