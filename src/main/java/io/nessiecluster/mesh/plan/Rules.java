package io.nessiecluster.mesh.plan;

import io.nessiecluster.base.Printable;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What forbids a join, whatever its ways: each rule gives the line that says why, or nothing. As in
 * the table of {@link JoinPlan}.
 */
final class Rules {

  /** How long this service watches before it heals. */
  static final Duration WATCHED = Duration.ofMinutes(1);

  /** In how many sweeps the islands are the same before one is healed. */
  static final int SWEEPS = 3;

  private static final int SHOWN = 5;

  private final Situation now;
  private final JoinHistory history;
  private final MeshSettings settings;

  Rules(Situation now, JoinHistory history, MeshSettings settings) {
    this.now = now;
    this.history = history;
    this.settings = settings;
  }

  Optional<String> formOnly(Candidate candidate) {
    return candidate.kind().heals() && settings.mode() == MeshSettings.Mode.FORM
        ? Optional.of("it is no newcomer, but may be what is left of a split")
        : Optional.empty();
  }

  /**
   * Of a newcomer itself all has to be known; of those whom it joins only where its own database
   * may be one with theirs.
   */
  Optional<String> untold(Candidate candidate) {
    boolean newcomer = candidate.kind() == Join.Kind.NEWCOMER;
    Stream<Party> whose =
        newcomer && mnesia(candidate.from()).isEmpty()
            ? candidate.joining().stream()
            : candidate.all();
    List<Party> untold =
        whose.filter(party -> party.facts().isEmpty() || party.vitals().isEmpty()).toList();
    if (!untold.isEmpty()) {
      return Optional.of("nothing is known yet of what runs at " + names(untold));
    }
    return newcomer || candidate.namesKnown() || settings.joins().allowNameClash()
        ? Optional.empty()
        : Optional.of("not both islands have told the names of global");
  }

  Optional<String> product(Candidate candidate) {
    return candidate
        .all()
        .flatMap(party -> party.vitals().stream().flatMap(v -> products(party, v)))
        .findFirst();
  }

  private static Stream<String> products(Party party, Vitals vitals) {
    return vitals.products().stream()
        .map(product -> "%s runs at %s".formatted(product.application(), name(party)));
  }

  Optional<String> mnesia(Candidate candidate) {
    if (settings.joins().allowMnesia()) {
      return Optional.empty();
    }
    return candidate.joining().stream()
        .flatMap(one -> candidate.core().stream().flatMap(other -> wereOne(one, other).stream()))
        .findFirst();
  }

  private static Optional<String> wereOne(Party one, Party other) {
    Optional<MnesiaNodes> mine = mnesia(one);
    Optional<MnesiaNodes> theirs = mnesia(other);
    boolean know =
        mine.isPresent()
            && theirs.isPresent()
            && (mine.get().known().contains(other.name())
                || theirs.get().known().contains(one.name()));
    return know
        ? Optional.of(
            "mnesia runs at %s and at %s, and they have one database"
                .formatted(name(one), name(other)))
        : Optional.empty();
  }

  private static Optional<MnesiaNodes> mnesia(Party party) {
    return party.vitals().flatMap(Vitals::mnesia);
  }

  Optional<String> nameClash(Candidate candidate) {
    return candidate.kind().heals()
            && !candidate.names().isEmpty()
            && !settings.joins().allowNameClash()
        ? Optional.of(
            "registered with global on both sides: "
                + candidate.names().stream()
                    .limit(SHOWN)
                    .map(Printable::text)
                    .collect(Collectors.joining(", "))
                + (candidate.names().size() > SHOWN ? " and more" : ""))
        : Optional.empty();
  }

  Optional<String> justStarted(Candidate candidate) {
    return heal(candidate, left(WATCHED, now.standing().watched()))
        .map(left -> "this service watches for less than a minute; %s more".formatted(left));
  }

  Optional<String> rollout(Candidate candidate) {
    return heal(candidate, left(settings.stableFor(), now.standing().membersSame()))
        .map(left -> "a member came, went or was restarted; it takes %s more".formatted(left));
  }

  Optional<String> unstable(Candidate candidate) {
    Optional<String> since =
        heal(candidate, left(settings.stableFor(), now.standing().islandsSame()))
            .map(left -> "the islands or their links have changed; it takes %s more".formatted(left));
    return since.isPresent()
        ? since
        : candidate.kind().heals() && now.standing().sweepsSame() < SWEEPS
            ? Optional.of(
                "the islands were seen so in %d sweeps of %d"
                    .formatted(now.standing().sweepsSame(), SWEEPS))
            : Optional.empty();
  }

  Optional<String> suspended(Candidate candidate) {
    if (!candidate.kind().heals()) {
      return Optional.empty();
    }
    if (history.suspended()) {
      return Optional.of("heals have not lasted, and wait to be resumed");
    }
    int heals = history.heals(candidate.pair());
    return heals >= JoinHistory.HEALS_OF_A_PAIR
        ? Optional.of("%d heals of these two have not lasted".formatted(heals))
        : Optional.empty();
  }

  /** How long until nothing forbids a heal any more but what can be known only then. */
  Duration untilAllowed(Candidate candidate) {
    return candidate.kind().heals()
        ? Stream.of(
                left(WATCHED, now.standing().watched()),
                left(settings.stableFor(), now.standing().membersSame()),
                left(settings.stableFor(), now.standing().islandsSame()),
                history.untilHealed(candidate.pair(), now.nanos()))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
        : history.untilRetried(candidate.from(), now.nanos());
  }

  private static Optional<String> heal(Candidate candidate, Duration left) {
    return candidate.kind().heals() && left.isPositive()
        ? Optional.of(seconds(left))
        : Optional.empty();
  }

  static Duration left(Duration needed, Duration had) {
    return had.compareTo(needed) < 0 ? needed.minus(had) : Duration.ZERO;
  }

  /** Rounded up. */
  static String seconds(Duration left) {
    return left.plusMillis(999).toSeconds() + " s";
  }

  static String names(List<Party> parties) {
    return parties.stream().limit(SHOWN).map(Rules::name).collect(Collectors.joining(", "))
        + (parties.size() > SHOWN ? " and %d more".formatted(parties.size() - SHOWN) : "");
  }

  static String name(Party party) {
    return Printable.text(party.name().text());
  }
}
