package io.nessiecluster.page;

import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MeshSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The first line: what this is, and how it stands. */
final class Headline {

  private Headline() {}

  /** Its parts, in their order. */
  static List<String> of(Overview now) {
    return Stream.of(
            Stream.of("nessie-cluster " + now.version(), now.cluster()),
            verdict(now),
            Stream.of(round(now.discovery()), self(now)))
        .flatMap(parts -> parts)
        .toList();
  }

  private static Stream<String> verdict(Overview now) {
    return switch (now.discovery().state()) {
      case IGNORING -> Stream.of("NOTHING TO DISCOVER");
      case STOPPED -> Stream.of("STOPPED", mesh(now));
      case RUNNING -> Stream.of(mesh(now));
    };
  }

  private static String mesh(Overview now) {
    MeshSnapshot mesh = now.mesh();
    if (!mesh.mode().watches()) {
      return linked(now) + ", mesh not watched";
    }
    if (mesh.sweep() == 0) {
      return linked(now) + ", mesh not seen yet";
    }
    long seen = mesh.islands().stream().filter(Island::seen).count(); // the others split nothing
    String islands = seen > 1 ? seen + " islands, " : "";
    String untold =
        mesh.unknownViews() > 0
            ? ", %s unknown".formatted(Count.of(mesh.unknownViews(), "view"))
            : "";
    return "%s for %s: %s%s%s"
        .formatted(
            mesh.verdict().code().toUpperCase(Locale.ROOT),
            AgeText.of(mesh.since(), now.at()),
            islands,
            linked(now),
            untold);
  }

  /** Whom the DNS names; of the mesh, where there is one: hidden nodes are no members. */
  private static String linked(Overview now) {
    MeshSnapshot mesh = now.mesh();
    if (mesh.sweep() > 0) {
      return linked(
          mesh.members().stream().filter(row -> row.member().linked()).count(),
          mesh.members().size(),
          mesh.expected());
    }
    List<KnownNode> named =
        now.discovery().nodes().stream().filter(node -> !node.discoveredBy().isEmpty()).toList();
    return linked(
        named.stream().filter(KnownNode::isConnected).count(), named.size(), mesh.expected());
  }

  private static String linked(long linked, int members, int expected) {
    return "%d of %s linked%s"
        .formatted(
            linked,
            Count.of(members, "member"),
            members < expected ? ", %d expected".formatted(expected) : "");
  }

  private static String round(DiscoverySnapshot discovery) {
    return discovery
        .lastRound()
        .flatMap(
            round ->
                discovery
                    .lastRoundAge()
                    .map(age -> "round %d, %s ago".formatted(round.number(), AgeText.of(age))))
        .orElse(discovery.state() == DiscoveryState.IGNORING ? "no rounds" : "no round yet");
  }

  private static String self(Overview now) {
    return now.self().name().text() + (now.self().alive() ? "" : " (not alive)");
  }
}
