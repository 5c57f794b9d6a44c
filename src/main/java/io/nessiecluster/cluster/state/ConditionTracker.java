package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.LookupResult;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Derives the conditions from the state, and remembers since when each is as it is. */
public final class ConditionTracker {

  private record Finding(
      Condition.Type type, Condition.Status status, String reason, String message) {}

  private record Since(Condition.Status status, Instant at) {}

  private final Map<Condition.Type, Since> transitions = new EnumMap<>(Condition.Type.class);

  /**
   * The conditions now; a transition is dated when it is first seen, after a round at the latest.
   */
  public synchronized List<Condition> evaluate(
      DiscoverySnapshot snapshot, DiscoveryState state, Instant now) {
    return List.of(
            discovered(snapshot, state),
            dnsAnswering(snapshot),
            peersConnected(snapshot),
            stopped(state))
        .stream()
        .map(finding -> dated(finding, now))
        .toList();
  }

  private Condition dated(Finding finding, Instant now) {
    Since since = transitions.get(finding.type());
    if (since == null || since.status() != finding.status()) {
      since = new Since(finding.status(), now);
      transitions.put(finding.type(), since);
    }
    return new Condition(
        finding.type(), finding.status(), finding.reason(), finding.message(), since.at());
  }

  private static Finding discovered(DiscoverySnapshot snapshot, DiscoveryState state) {
    if (snapshot.hasRan()) {
      return new Finding(
          Condition.Type.DISCOVERED, Condition.Status.TRUE, "RoundCompleted", "discovery has run");
    }
    return state == DiscoveryState.IGNORING
        ? new Finding(
            Condition.Type.DISCOVERED, Condition.Status.FALSE, "Ignoring", "no query is configured")
        : new Finding(
            Condition.Type.DISCOVERED,
            Condition.Status.FALSE,
            "NoRoundYet",
            "no round has completed yet");
  }

  private static Finding dnsAnswering(DiscoverySnapshot snapshot) {
    if (snapshot.lastRound().isEmpty()) {
      return new Finding(
          Condition.Type.DNS_ANSWERING,
          Condition.Status.UNKNOWN,
          "NoRoundYet",
          "no lookup has been made yet");
    }
    List<LookupResult> lookups = snapshot.lastRound().get().lookups();
    List<LookupResult> failed =
        lookups.stream().filter(lookup -> lookup.outcome().isFailure()).toList();
    if (failed.isEmpty()) {
      return new Finding(
          Condition.Type.DNS_ANSWERING,
          Condition.Status.TRUE,
          "Answering",
          "all %d lookups of the last round were answered".formatted(lookups.size()));
    }
    LookupResult first = failed.getFirst();
    return new Finding(
        Condition.Type.DNS_ANSWERING,
        Condition.Status.FALSE,
        "LookupFailed",
        "%d of %d lookups failed; %s %s: %s"
            .formatted(
                failed.size(),
                lookups.size(),
                first.query(),
                first.type(),
                first.outcome().code()));
  }

  private static Finding peersConnected(DiscoverySnapshot snapshot) {
    List<KnownNode> named =
        snapshot.nodes().stream().filter(node -> !node.discoveredBy().isEmpty()).toList();
    long connected = named.stream().filter(KnownNode::isConnected).count();
    String message = "%d of %d discovered nodes are connected".formatted(connected, named.size());
    if (!snapshot.hasRan()) {
      return new Finding(
          Condition.Type.PEERS_CONNECTED, Condition.Status.UNKNOWN, "NoRoundYet", message);
    }
    if (named.isEmpty()) {
      return new Finding(
          Condition.Type.PEERS_CONNECTED, Condition.Status.FALSE, "NoneDiscovered", message);
    }
    return connected == named.size()
        ? new Finding(
            Condition.Type.PEERS_CONNECTED, Condition.Status.TRUE, "AllConnected", message)
        : new Finding(
            Condition.Type.PEERS_CONNECTED, Condition.Status.FALSE, "SomeFailing", message);
  }

  private static Finding stopped(DiscoveryState state) {
    return state == DiscoveryState.STOPPED
        ? new Finding(
            Condition.Type.STOPPED, Condition.Status.TRUE, "Stopped", "discovery is stopped")
        : new Finding(
            Condition.Type.STOPPED,
            Condition.Status.FALSE,
            "NotStopped",
            "discovery is not stopped");
  }
}
