package io.nessiecluster.page;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Blame;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.Reach;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong between the members, and above their links. */
final class MeshTroubles {

  /** States of what is joined in which somebody is waited for. */
  private static final Set<String> WAITING = Set.of("Paused", "Suspended");

  private MeshTroubles() {}

  /** Who is missed by most, and then the links that are missing beside. */
  static Stream<Supplier<Trouble>> links(Overview now) {
    Set<NodeName> blamed =
        now.mesh().blames().stream().map(Blame::member).collect(Collectors.toSet());
    return Stream.concat(
        now.mesh().blames().stream().map(blame -> () -> of(blame, now)),
        now.mesh().defects().stream()
            .filter(defect -> !blamed.contains(defect.from()) && !blamed.contains(defect.to()))
            .map(defect -> () -> of(defect, now)));
  }

  /** Members that tell nothing, checks, and joins that wait for somebody. */
  static Stream<Supplier<Trouble>> rest(Overview now) {
    return Stream.of(unheard(now), checks(now), joins(now)).flatMap(kind -> kind);
  }

  private static Trouble of(Blame blame, Overview now) {
    String since =
        now.mesh().defects().stream()
            .filter(of -> of.from().equals(blame.member()) || of.to().equals(blame.member()))
            .map(Defect::since)
            .min(Comparator.naturalOrder())
            .map(at -> lasting(at, now))
            .orElse("");
    return new Trouble(blame.message() + since, hint(blame));
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

  private static Trouble of(Defect defect, Overview now) {
    Optional<Reach> found =
        Stream.of(defect.there(), defect.back())
            .flatMap(Optional::stream)
            .max(Comparator.comparing(reach -> reach.cause().isBlocked()));
    String pair =
        switch (defect.kind()) {
          case MISSING -> "%s and %s do not list each other";
          case ONE_SIDED -> "%s lists %s, which does not list it";
        };
    return new Trouble(
        pair.formatted(defect.from(), defect.to())
            + found.map(reach -> ": " + reach.cause().code() + ": " + reach.detail()).orElse("")
            + lasting(defect.since(), now),
        found.map(reach -> reach.cause().hint()));
  }

  /** Who is not linked is told of as a node that fails. */
  private static Stream<Supplier<Trouble>> unheard(Overview now) {
    return now.mesh().members().stream()
        .filter(row -> row.member().linked() && !row.fresh())
        .flatMap(row -> row.unheard().stream().map(why -> () -> of(row, why)));
  }

  private static Trouble of(MemberRow row, String why) {
    return new Trouble(
        "%s does not tell whom it sees: %s".formatted(row.member().name(), why), Optional.empty());
  }

  private static Stream<Supplier<Trouble>> checks(Overview now) {
    return Stream.of(Check.Status.FAIL, Check.Status.WARN)
        .flatMap(status -> now.mesh().checks().stream().filter(check -> check.status() == status))
        .map(check -> () -> of(check, now));
  }

  private static Trouble of(Check check, Overview now) {
    return Trouble.of(
        "check %s: %s: %s%s"
            .formatted(
                check.id().code(),
                check.status().code(),
                check.evidence(),
                lasting(check.since(), now)),
        "docs/operations.md says for each check what to do");
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

  private static String lasting(Instant since, Overview now) {
    return ", for " + AgeText.of(since, now.at());
  }
}
