package io.nessiecluster.page;

import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeState;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MemberRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nodes as a table: what is known of each, and what it tells itself. */
final class NodeRows {

  private static final List<NodeState> WORST_FIRST =
      List.of(NodeState.FAILING, NodeState.VANISHED, NodeState.DISCOVERED, NodeState.CONNECTED);

  private static final List<String> TITLES =
      List.of("NODES", "STATE", "FOR", "SEES", "OTP", "RELEASE");

  /** In columns, of all but the names. */
  private static final List<Integer> WIDEST = List.of(10, 8, 14, 6, 20);

  private NodeRows() {}

  /** Its lines: the worst so many, by name within a state. */
  static List<String> of(Overview now, int listed) {
    List<KnownNode> worst =
        WORST_FIRST.stream()
            .flatMap(state -> now.discovery().nodes().stream().filter(of -> of.state() == state))
            .limit(listed)
            .toList();
    Set<String> names = worst.stream().map(node -> node.name().text()).collect(Collectors.toSet());
    Map<String, MemberRow> members =
        now.mesh().members().stream()
            .filter(row -> names.contains(row.member().name().text()))
            .collect(Collectors.toMap(row -> row.member().name().text(), Function.identity()));
    Columns table = new Columns(TITLES, WIDEST);
    for (KnownNode node : worst) {
      table.add(row(node, Optional.ofNullable(members.get(node.name().text())), now));
    }
    return table.lines();
  }

  private static List<String> row(KnownNode node, Optional<MemberRow> member, Overview now) {
    Optional<MemberFacts> facts = member.flatMap(MemberRow::facts);
    return List.of(
        "  " + node.name().text(),
        node.state().code(),
        AgeText.of(node.since(), now.at()),
        member.map(row -> sees(row, now.mesh().members().size() - 1)).orElse(""),
        facts.map(MemberFacts::otpRelease).orElse(""),
        facts.flatMap(NodeRows::release).orElse(""));
  }

  private static String sees(MemberRow row, int others) {
    return row.fresh() ? row.sees() + " of " + others : "?";
  }

  private static Optional<String> release(MemberFacts facts) {
    return facts
        .releaseName()
        .map(name -> name + facts.releaseVersion().map(version -> " " + version).orElse(""));
  }
}
