package io.nessiecluster.page;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is wrong, the worst first: what keeps the rest from being known comes before it.
 *
 * @param first the first so many of them
 * @param all how many there are
 */
record Troubles(List<Trouble> first, int all) {

  /** Those that there are now; as texts only as many as are listed, for there may be thousands. */
  static Troubles in(Overview now, int listed) {
    List<Supplier<Trouble>> all =
        Stream.of(
                ownNode(now),
                stopped(now),
                lookups(now),
                MeshTroubles.links(now),
                losses(now),
                failing(now),
                MeshTroubles.rest(now))
            .flatMap(kind -> kind)
            .toList();
    return new Troubles(all.stream().limit(listed).map(Supplier::get).toList(), all.size());
  }

  private static Stream<Supplier<Trouble>> ownNode(Overview now) {
    if (!now.self().deadLoops().isEmpty()) {
      return Stream.of(
          () ->
              Trouble.of(
                  "this node is past mending: %s has ended"
                      .formatted(String.join(", ", now.self().deadLoops())),
                  "start this service anew; its liveness probe is down"));
    }
    // Where nothing is set at all, the cookie is among what is said to be set.
    return now.self().alive() || now.discovery().state() == DiscoveryState.IGNORING
        ? Stream.empty()
        : Stream.of(
            () ->
                Trouble.of(
                    "this node is not alive, so that none can be connected",
                    "give it the cookie of the nodes: nessie-cluster.cookie-file"));
  }

  private static Stream<Supplier<Trouble>> stopped(Overview now) {
    return now.discovery().state() == DiscoveryState.STOPPED
        ? Stream.of(() -> Trouble.of("discovery is stopped", "POST /cluster/start starts it"))
        : Stream.empty();
  }

  private static Stream<Supplier<Trouble>> lookups(Overview now) {
    List<LookupResult> all =
        now.discovery().lastRound().stream().flatMap(round -> round.lookups().stream()).toList();
    Stream<Supplier<Trouble>> failed =
        all.stream()
            .flatMap(lookup -> lookup.outcome().failure().stream().map(none -> of(lookup, none)));
    return Stream.concat(failed, namesOfNobody(all));
  }

  private static Supplier<Trouble> of(LookupResult lookup, NoAnswer none) {
    return () ->
        Trouble.of(
            "lookup of %s %s: %s: %s"
                .formatted(lookup.query(), lookup.type(), none.reason().code(), none.detail()),
            none.reason().hint());
  }

  /** Names that were answered, and by no address: mistyped, or of a Service without endpoints. */
  private static Stream<Supplier<Trouble>> namesOfNobody(List<LookupResult> lookups) {
    Map<String, List<LookupResult>> byQuery =
        lookups.stream().collect(Collectors.groupingBy(LookupResult::query));
    return lookups.stream()
        .map(LookupResult::query)
        .distinct()
        .flatMap(query -> nobody(query, byQuery.getOrDefault(query, List.of())).stream());
  }

  private static Optional<Supplier<Trouble>> nobody(String query, List<LookupResult> lookups) {
    List<NoAnswer> absent = new ArrayList<>();
    for (LookupResult lookup : lookups) {
      if (lookup.outcome() instanceof NoAnswer none && !none.reason().isFailure()) {
        absent.add(none);
      } else {
        return Optional.empty();
      }
    }
    NoAnswer first = absent.getFirst();
    String hint =
        first.reason() == LookupOutcome.Reason.NO_DATA
            ? "a headless Service has no address while it has no endpoint that is ready"
            : first.reason().hint();
    return Optional.of(
        () ->
            Trouble.of(
                "lookup of %s: no address (%s)".formatted(query, first.reason().code()), hint));
  }

  private static Stream<Supplier<Trouble>> losses(Overview now) {
    return now.discovery().flapping().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            lost ->
                () ->
                    Trouble.of(
                        lost.getKey(),
                        ": " + lost.getValue().detail(),
                        Optional.empty(),
                        Optional.of(lost.getValue().cause().hint())));
  }

  /** Those of whom no pattern of losses tells. */
  private static Stream<Supplier<Trouble>> failing(Overview now) {
    return now.discovery().nodes().stream()
        .filter(node -> node.state() == NodeState.FAILING)
        .filter(node -> !now.discovery().flapping().containsKey(node.name()))
        .map(node -> () -> of(node));
  }

  private static Trouble of(KnownNode node) {
    String cause =
        node.trouble().map(last -> last.cause() + ": " + last.detail()).orElse("not connected");
    return Trouble.of(
        node.name(),
        ": %s, %s".formatted(cause, Count.of(node.failures(), "failure")),
        Optional.of(node.since()),
        node.trouble().flatMap(KnownNode.Trouble::hint));
  }
}
