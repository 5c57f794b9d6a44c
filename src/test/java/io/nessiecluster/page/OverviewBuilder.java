package io.nessiecluster.page;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.LossPattern;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.rest.MeshSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What people are shown, as a test has it: at first of a service that has found nobody yet. */
final class OverviewBuilder {

  static final String QUERY = "app.prod.svc.cluster.local.";
  static final Instant AT = MeshSnapshots.AT;

  private static final NodeName SELF = new NodeName("observer@10.0.0.9");
  private static final Duration TTL = Duration.ofSeconds(5);

  private final List<KnownNode> nodes = new ArrayList<>();
  private final List<LookupResult> lookups = new ArrayList<>();
  private final Map<NodeName, LossPattern> flapping = new HashMap<>();
  private DiscoveryState state = DiscoveryState.RUNNING;
  private OwnNode self = new OwnNode(SELF, true, true, 4370);
  private MeshSnapshot mesh = MeshSnapshots.before();

  OverviewBuilder state(DiscoveryState other) {
    state = other;
    return this;
  }

  OverviewBuilder self(OwnNode other) {
    self = other;
    return this;
  }

  OverviewBuilder notAlive() {
    return self(new OwnNode(SELF, false, true, 0));
  }

  OverviewBuilder mesh(MeshSnapshot other) {
    mesh = other;
    return this;
  }

  OverviewBuilder connected(String name, Duration age) {
    return node(
        name,
        age,
        Optional.of(new NodeConnection(NodeConnection.Direction.OUTBOUND, false)),
        Optional.empty(),
        0);
  }

  OverviewBuilder discovered(String name, Duration age) {
    return node(name, age, Optional.empty(), Optional.empty(), 0);
  }

  OverviewBuilder failing(
      String name, Duration age, ConnectCause cause, String detail, int failures) {
    KnownNode.Trouble trouble =
        new KnownNode.Trouble(AT, cause.code(), detail, Optional.of(cause.hint()));
    return node(name, age, Optional.empty(), Optional.of(trouble), failures);
  }

  OverviewBuilder vanished(String name, Duration age) {
    return add(
        new KnownNode(
            new NodeName(name),
            Optional.empty(),
            AT.minus(age),
            Set.of(),
            Optional.of(AT.minus(age)),
            Optional.of(new NodeConnection(NodeConnection.Direction.OUTBOUND, false)),
            Optional.empty(),
            0,
            0));
  }

  OverviewBuilder flapping(String name, LossPattern pattern) {
    flapping.put(new NodeName(name), pattern);
    return this;
  }

  OverviewBuilder answer(RecordType type, int addresses) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      found.add("10.0.0." + (i + 2));
    }
    return lookup(QUERY, type, new LookupOutcome.Answer(found, TTL));
  }

  OverviewBuilder noAnswer(RecordType type, LookupOutcome.Reason reason, String detail) {
    return lookup(QUERY, type, new LookupOutcome.NoAnswer(reason, detail));
  }

  OverviewBuilder lookup(String query, RecordType type, LookupOutcome outcome) {
    lookups.add(new LookupResult(query, type, outcome, Duration.ofMillis(2)));
    return this;
  }

  Overview build() {
    Optional<DiscoveryRound> round =
        lookups.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new DiscoveryRound(
                    42,
                    AT.minusSeconds(3),
                    Duration.ofMillis(12),
                    List.of(SELF),
                    List.of(),
                    lookups));
    Since ended = new Since(0, () -> Duration.ofSeconds(3).toNanos());
    return new Overview(
        "0.2.0",
        "shop",
        self,
        new DiscoverySnapshot(
            self.name(),
            state,
            round.isPresent(),
            round,
            Optional.empty(),
            ended,
            ended,
            0,
            nodes.stream().sorted(Comparator.comparing(KnownNode::name)).toList(),
            flapping,
            List.of()),
        mesh,
        AT);
  }

  /** The text of it. */
  String text() {
    return OverviewText.of(build());
  }

  /** Its lines. */
  List<String> lines() {
    return text().lines().toList();
  }

  private OverviewBuilder node(
      String name,
      Duration age,
      Optional<NodeConnection> connection,
      Optional<KnownNode.Trouble> trouble,
      int failures) {
    return add(
        new KnownNode(
            new NodeName(name),
            Optional.empty(),
            AT.minus(age),
            Set.of(QUERY),
            Optional.empty(),
            connection,
            trouble,
            failures,
            failures));
  }

  private OverviewBuilder add(KnownNode node) {
    nodes.add(node);
    return this;
  }
}
