package io.nessiecluster.page;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Blame;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Reach;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong between the members, and above their links. */
final class MeshTroubles {

  /** States of what is joined in which somebody is waited for. */
  private static final Set<String> WAITING = Set.of("Paused", "Suspended");

  /** A way that is blocked says most; of several such, or none, any. */
  private static final Comparator<Reach> BLOCKED_LAST =
      Comparator.comparing(reach -> reach.cause().isBlocked());

  private MeshTroubles() {}

  /** Who is missed by most; then islands that are apart, and links that are missing within one. */
  static Stream<Supplier<Trouble>> links(Overview now) {
    MeshSnapshot mesh = now.mesh();
    Set<NodeName> blamed = mesh.blames().stream().map(Blame::member).collect(Collectors.toSet());
    List<Defect> others =
        mesh.defects().stream()
            .filter(defect -> !blamed.contains(defect.from()) && !blamed.contains(defect.to()))
            .toList();
    Map<NodeName, Integer> islands =
        mesh.members().stream()
            .collect(Collectors.toMap(row -> row.member().name(), MemberRow::island));
    Predicate<Defect> within =
        defect -> Objects.equals(islands.get(defect.from()), islands.get(defect.to()));
    return Stream.of(
            mesh.blames().stream().<Supplier<Trouble>>map(blame -> () -> of(blame, mesh)),
            apart(mesh, others.stream().filter(within.negate()).toList()),
            others.stream().filter(within).<Supplier<Trouble>>map(defect -> () -> of(defect)))
        .flatMap(kind -> kind);
  }

  /** Members that tell nothing, checks, and joins that wait for somebody. */
  static Stream<Supplier<Trouble>> rest(Overview now) {
    return Stream.of(unheard(now), checks(now), joins(now)).flatMap(kind -> kind);
  }

  private static Trouble of(Blame blame, MeshSnapshot mesh) {
    return new Trouble(
        blame.message(),
        Optional.of(blame.member()),
        since(
            mesh.defects().stream()
                .filter(of -> of.from().equals(blame.member()) || of.to().equals(blame.member()))),
        hint(blame));
  }

  /** That of what is in the way most often; where nothing is, that is what there is to say. */
  private static Optional<String> hint(Blame blame) {
    return blame.causes().entrySet().stream()
        .filter(cause -> cause.getKey() != LinkCause.UNKNOWN)
        .max(
            Comparator.comparing(
                    (Map.Entry<LinkCause, Integer> cause) -> cause.getKey().isBlocked())
                .thenComparing(Map.Entry::getValue)
                .thenComparing(Map.Entry::getKey))
        .map(cause -> cause.getKey().hint());
  }

  /** Each island but the largest, once: between two there may be thousands of pairs. */
  private static Stream<Supplier<Trouble>> apart(MeshSnapshot mesh, List<Defect> between) {
    return mesh.islands().stream()
        .skip(1)
        .filter(Island::seen)
        .map(island -> new Apart(island, between))
        .filter(apart -> !apart.defects().isEmpty())
        .map(apart -> apart::trouble);
  }

  /**
   * An island that is not the largest.
   *
   * @param defects links that it lacks
   */
  private record Apart(Island island, List<Defect> defects) {

    Apart {
      Set<NodeName> members = Set.copyOf(island.members());
      defects =
          defects.stream()
              .filter(of -> members.contains(of.from()) || members.contains(of.to()))
              .toList();
    }

    Trouble trouble() {
      NodeName first = island.members().getFirst();
      int others = island.members().size() - 1;
      Optional<Reach> found = defects.stream().flatMap(MeshTroubles::ways).max(BLOCKED_LAST);
      return Trouble.of(
          first,
          (others == 0
                  ? " is an island of its own"
                  : " and %d more are an island of their own".formatted(others))
              + told(found),
          since(defects.stream()),
          found.map(reach -> reach.cause().hint()));
    }
  }

  private static Trouble of(Defect defect) {
    Optional<Reach> found = ways(defect).max(BLOCKED_LAST);
    String pair =
        switch (defect.kind()) {
          case MISSING -> " and %s do not list each other";
          case ONE_SIDED -> " lists %s, which does not list it";
        };
    return Trouble.of(
        defect.from(),
        pair.formatted(defect.to()) + told(found),
        Optional.of(defect.since()),
        found.map(reach -> reach.cause().hint()));
  }

  private static Stream<Reach> ways(Defect defect) {
    return Stream.of(defect.there(), defect.back()).flatMap(Optional::stream);
  }

  private static String told(Optional<Reach> found) {
    return found.map(reach -> ": " + reach.cause().code() + ": " + reach.detail()).orElse("");
  }

  private static Optional<Instant> since(Stream<Defect> defects) {
    return defects.map(Defect::since).min(Comparator.naturalOrder());
  }

  /** Who is not linked is told of as a node that fails. */
  private static Stream<Supplier<Trouble>> unheard(Overview now) {
    return now.mesh().members().stream()
        .filter(row -> row.member().linked() && !row.fresh())
        .flatMap(row -> row.unheard().stream().map(why -> () -> of(row, why)));
  }

  private static Trouble of(MemberRow row, String why) {
    return Trouble.of(
        row.member().name(),
        " does not tell whom it sees: " + why,
        Optional.empty(),
        Optional.empty());
  }

  private static Stream<Supplier<Trouble>> checks(Overview now) {
    return Stream.of(Check.Status.FAIL, Check.Status.WARN)
        .flatMap(status -> now.mesh().checks().stream().filter(check -> check.status() == status))
        .map(check -> () -> of(check));
  }

  private static Trouble of(Check check) {
    return new Trouble(
        "check %s: %s: %s".formatted(check.id().code(), check.status().code(), check.evidence()),
        Optional.empty(),
        Optional.of(check.since()),
        Optional.of("docs/operations.md says for each check what to do"));
  }

  private static Stream<Supplier<Trouble>> joins(Overview now) {
    return now.mesh().conditions().stream()
        .filter(condition -> condition.type() == Condition.Type.HEALING)
        .filter(condition -> WAITING.contains(condition.reason()))
        .map(
            condition ->
                () ->
                    Trouble.of(
                        "joins: " + condition.message(), "GET /cluster/mesh/plan tells of each"));
  }
}
