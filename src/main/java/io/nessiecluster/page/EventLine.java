package io.nessiecluster.page;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An event for people, in one line of at most {@value Wrapped#COLUMNS} columns: when, what, and to
 * whom. What peers have said is escaped.
 */
public final class EventLine {

  private EventLine() {}

  /** The line, without its end. */
  public static String of(ClusterEvent event) {
    return of(event.at(), event.code(), told(event));
  }

  /** The same of what is no event of the cluster. */
  static String of(Instant at, String code, String told) {
    String line =
        "%s  %-15s  %s".formatted(at.truncatedTo(ChronoUnit.SECONDS), code, Printable.text(told));
    return Width.cut(line.stripTrailing(), Wrapped.COLUMNS);
  }

  private static String told(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeDiscovered e -> "%s  by %s".formatted(e.node(), e.query());
      case ClusterEvent.NodeNamed e -> "%s  known as %s before".formatted(e.node(), e.target());
      case ClusterEvent.NodeConnected e ->
          e.failures() == 0
              ? e.node().text()
              : "%s  after %s".formatted(e.node(), Count.of(e.failures(), "failure"));
      case ClusterEvent.NodeLost e ->
          "%s  %s: %s".formatted(e.node(), e.cause().code(), e.detail());
      case ClusterEvent.NodeFailing e ->
          "%s  %s: %s".formatted(e.node(), e.error().cause().code(), e.error().detail());
      case ClusterEvent.NodeVanished e ->
          "%s%s".formatted(e.node(), e.connected() ? "  still connected" : "");
      case ClusterEvent.DnsFailing e -> told(e.lookup());
      case ClusterEvent.DnsRecovered e ->
          "%s  after %s".formatted(told(e.lookup()), Count.of(e.failures(), "failure"));
      case ClusterEvent.MeshSplit e ->
          "%d islands of %s  %s"
              .formatted(e.islands(), Count.of(e.members(), "member"), e.detail());
      case ClusterEvent.MeshWhole e -> Count.of(e.members(), "member");
      case ClusterEvent.LinkMissing e ->
          "%s and %s  %s%s"
              .formatted(
                  e.from(), e.to(), e.cause().map(cause -> cause + ": ").orElse(""), e.detail());
      case ClusterEvent.LinkRestored e -> "%s and %s".formatted(e.from(), e.to());
      case ClusterEvent.CheckChanged e ->
          "%s  %s: %s".formatted(e.check(), e.status(), e.evidence());
      case ClusterEvent.MemberJoined e -> "%s with %s  %s".formatted(e.node(), e.to(), e.kind());
      case ClusterEvent.JoinFailed e ->
          "%s with %s  %s: %s".formatted(e.node(), e.to(), e.kind(), e.detail());
      case ClusterEvent.JoinRefused e ->
          "%s with %s  %s: %s: %s".formatted(e.node(), e.to(), e.kind(), e.rule(), e.detail());
      case ClusterEvent.JoinAdvised e ->
          "%s with %s  %s: %s".formatted(e.node(), e.to(), e.kind(), e.detail());
      case ClusterEvent.NameClash e -> "%s with %s  %s".formatted(e.node(), e.to(), e.detail());
      case ClusterEvent.ActedByHand e ->
          "%s  from %s: %s".formatted(e.act(), e.caller(), e.outcome());
      case ClusterEvent.RoundCompleted e -> told(e.round());
    };
  }

  private static String told(LookupResult lookup) {
    return "%s %s%s"
        .formatted(
            lookup.query(),
            lookup.type(),
            lookup
                .outcome()
                .failure()
                .map(none -> "  %s: %s".formatted(none.reason().code(), none.detail()))
                .orElse(""));
  }

  private static String told(DiscoveryRound round) {
    long lookups = round.lookups().stream().filter(of -> of.outcome().isFailure()).count();
    return "round %d in %d ms: %s%s%s"
        .formatted(
            round.number(),
            round.duration().toMillis(),
            Count.of(round.nodes().size(), "node"),
            round.errors().isEmpty() ? "" : ", " + Count.of(round.errors().size(), "failed dial"),
            lookups == 0 ? "" : ", " + Count.of(lookups, "failed lookup"));
  }
}
