package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.AddressFamilies;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.state.Condition.Status;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Derives the conditions from what is known, and remembers since when each is as it is. Who calls
 * must be the only one.
 */
final class ConditionTracker {

  /**
   * What the conditions follow from.
   *
   * @param named how many nodes the DNS names
   * @param connected how many of those are connected
   * @param flapping how many of those are lost again and again
   */
  record Facts(
      DiscoveryState state,
      Optional<DiscoveryRound> lastRound,
      int named,
      int connected,
      int flapping) {
    private boolean hasRan() {
      return lastRound.isPresent();
    }
  }

  private record Finding(
      Condition.Type type, Status status, String reason, Supplier<String> message) {
    Finding(Condition.Type type, Status status, String reason, String message) {
      this(type, status, reason, () -> message);
    }
  }

  private record Since(Status status, Instant at) {}

  private final Map<Condition.Type, Since> transitions = new EnumMap<>(Condition.Type.class);

  /**
   * Dates the transitions that a change has brought; to be told of each, the first one included.
   */
  void observe(Facts facts, Instant at) {
    for (Finding finding : findings(facts)) {
      Since since = transitions.get(finding.type());
      if (since == null || since.status() != finding.status()) {
        transitions.put(finding.type(), new Since(finding.status(), at));
      }
    }
  }

  /** The conditions, of the facts that were observed last. */
  List<Condition> conditions(Facts facts) {
    return findings(facts).stream()
        .map(
            finding ->
                new Condition(
                    finding.type(),
                    finding.status(),
                    finding.reason(),
                    finding.message().get(),
                    Objects.requireNonNull(transitions.get(finding.type())).at()))
        .toList();
  }

  private static List<Finding> findings(Facts facts) {
    return List.of(
        discovered(facts), dnsAnswering(facts), peersConnected(facts), stopped(facts.state()));
  }

  private static Finding discovered(Facts facts) {
    if (facts.hasRan()) {
      return new Finding(
          Condition.Type.DISCOVERED, Status.TRUE, "RoundCompleted", "discovery has run");
    }
    return facts.state() == DiscoveryState.IGNORING
        ? new Finding(Condition.Type.DISCOVERED, Status.FALSE, "Ignoring", "no query is configured")
        : new Finding(
            Condition.Type.DISCOVERED, Status.FALSE, "NoRoundYet", "no round has completed yet");
  }

  private static Finding dnsAnswering(Facts facts) {
    if (!facts.hasRan()) {
      return new Finding(
          Condition.Type.DNS_ANSWERING,
          Status.UNKNOWN,
          "NoRoundYet",
          "no lookup has been made yet");
    }
    List<LookupResult> lookups = facts.lastRound().orElseThrow().lookups();
    List<LookupResult> failed =
        lookups.stream().filter(lookup -> lookup.outcome().isFailure()).toList();
    if (failed.isEmpty()) {
      return new Finding(
          Condition.Type.DNS_ANSWERING,
          Status.TRUE,
          "Answering",
          () -> "all %d lookups of the last round were answered".formatted(lookups.size()));
    }
    LookupResult first = failed.getFirst();
    Supplier<String> message =
        () ->
            "%d of %d lookups failed; %s %s: %s"
                .formatted(
                    failed.size(),
                    lookups.size(),
                    first.query(),
                    first.type(),
                    first.outcome().code());
    return AddressFamilies.areAnswered(lookups)
        ? new Finding(
            Condition.Type.DNS_ANSWERING,
            Status.TRUE,
            "AnsweringInPart",
            () -> message.get() + "; the other address family is answered")
        : new Finding(Condition.Type.DNS_ANSWERING, Status.FALSE, "LookupFailed", message);
  }

  private static Finding peersConnected(Facts facts) {
    Supplier<String> message =
        () ->
            "%d of %d discovered nodes are connected".formatted(facts.connected(), facts.named())
                + (facts.flapping() == 0
                    ? ""
                    : "; %d are lost again and again".formatted(facts.flapping()));
    if (!facts.hasRan()) {
      return new Finding(Condition.Type.PEERS_CONNECTED, Status.UNKNOWN, "NoRoundYet", message);
    }
    if (facts.named() == 0) {
      return new Finding(Condition.Type.PEERS_CONNECTED, Status.FALSE, "NoneDiscovered", message);
    }
    if (facts.connected() != facts.named()) {
      return new Finding(Condition.Type.PEERS_CONNECTED, Status.FALSE, "SomeFailing", message);
    }
    return facts.flapping() == 0
        ? new Finding(Condition.Type.PEERS_CONNECTED, Status.TRUE, "AllConnected", message)
        : new Finding(Condition.Type.PEERS_CONNECTED, Status.FALSE, "SomeFlapping", message);
  }

  private static Finding stopped(DiscoveryState state) {
    return state == DiscoveryState.STOPPED
        ? new Finding(Condition.Type.STOPPED, Status.TRUE, "Stopped", "discovery is stopped")
        : new Finding(
            Condition.Type.STOPPED, Status.FALSE, "NotStopped", "discovery is not stopped");
  }
}
