package io.nessiecluster.mesh.plan;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings;
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

  /** What forbids it whatever its ways, and however long one waits. */
  Optional<Refusal> standing(Candidate candidate) {
    return refusal(candidate, Rule.UNKNOWN_VIEW, unknownView(candidate))
        .or(() -> refusal(candidate, Rule.FORM_ONLY, formOnly(candidate)))
        .or(() -> refusal(candidate, Rule.UNTOLD, untold(candidate)))
        .or(() -> refusal(candidate, Rule.PRODUCT, product(candidate)))
        .or(() -> refusal(candidate, Rule.MNESIA, mnesia(candidate)))
        .or(() -> refusal(candidate, Rule.NAME_CLASH, nameClash(candidate)));
  }

  /** What forbids it until things have been as they are for long enough. */
  Optional<Refusal> passing(Candidate candidate) {
    return !candidate.kind().heals()
        ? Optional.empty()
        : refusal(candidate, Rule.JUST_STARTED, justStarted())
            .or(() -> refusal(candidate, Rule.ROLLOUT, rollout()))
            .or(() -> refusal(candidate, Rule.UNSTABLE, unstable()));
  }

  private static Optional<Refusal> refusal(
      Candidate candidate, Rule rule, Optional<String> objection) {
    return objection.map(detail -> candidate.refused(rule, detail));
  }

  /**
   * Whether things have been as they are for half of the time that it takes: from then on it is
   * worth trying the ways of a heal, and not while {@code global} is busy with closing the mesh.
   */
  boolean isNearlyStable() {
    return now.standing().same().multipliedBy(2).compareTo(settings.stableFor()) >= 0;
  }

  private Optional<String> formOnly(Candidate candidate) {
    return candidate.kind().heals() && settings.mode() == MeshSettings.Mode.FORM
        ? Optional.of("it is no newcomer, but may be what is left of a split")
        : Optional.empty();
  }

  /** Of two who cannot be asked, neither tries the way to the other. */
  private static Optional<String> unknownView(Candidate candidate) {
    List<Party> mine = candidate.joining().silent();
    List<Party> theirs = candidate.core().silent();
    return mine.isEmpty() || theirs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "neither %s can be asked nor %s, and so nobody tries the way between them"
                .formatted(names(mine), names(theirs)));
  }

  /**
   * Of a newcomer it has to be known what it is, and of the one whom it is connected with; of the
   * others only where its own database may be one with theirs.
   */
  private Optional<String> untold(Candidate candidate) {
    boolean newcomer = candidate.kind() == Join.Kind.NEWCOMER;
    boolean all = !newcomer || !candidate.joining().databases().isEmpty();
    List<Party> untold =
        Stream.of(
                candidate.joining().untold(),
                all ? candidate.core().untold() : untold(candidate.to()))
            .flatMap(List::stream)
            .toList();
    if (!untold.isEmpty()) {
      return Optional.of("it is not known yet what runs at " + names(untold));
    }
    return newcomer || candidate.namesKnown() || settings.joins().allowNameClash()
        ? Optional.empty()
        : Optional.of("not both islands have told the names of global");
  }

  private static List<Party> untold(Party party) {
    return party.isTold() ? List.of() : List.of(party);
  }

  private static Optional<String> product(Candidate candidate) {
    return candidate.joining().product().or(() -> candidate.core().product());
  }

  private Optional<String> mnesia(Candidate candidate) {
    return settings.joins().allowMnesia()
        ? Optional.empty()
        : wereOne(candidate.joining(), candidate.core())
            .or(() -> wereOne(candidate.core(), candidate.joining()));
  }

  /** Whether a database of the one side has a node of the other side, and runs there, too. */
  private static Optional<String> wereOne(Side one, Side other) {
    if (other.databases().isEmpty()) {
      return Optional.empty();
    }
    return one.databases().entrySet().stream()
        .flatMap(
            mine ->
                mine.getValue().stream()
                    .filter(other.databases()::containsKey)
                    .sorted()
                    .map(
                        theirs ->
                            "mnesia runs at %s and at %s, and they have one database"
                                .formatted(name(mine.getKey()), name(theirs))))
        .findFirst();
  }

  private Optional<String> nameClash(Candidate candidate) {
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

  private Optional<String> justStarted() {
    return more(left(JoinPlan.WATCHED, now.standing().watched()))
        .map(more -> "this service watches for less than a minute; %s more".formatted(more));
  }

  private Optional<String> rollout() {
    return more(left(settings.stableFor(), now.standing().membersSame()))
        .map(more -> "a member came, went or was restarted; it takes %s more".formatted(more));
  }

  private Optional<String> unstable() {
    Optional<String> changed =
        more(left(settings.stableFor(), now.standing().islandsSame()))
            .map(
                more ->
                    "the islands or their links have changed; it takes %s more".formatted(more));
    return changed.isPresent() || now.standing().sweepsSame() >= SWEEPS
        ? changed
        : Optional.of(
            "the islands were seen so in %d sweeps of %d"
                .formatted(now.standing().sweepsSame(), SWEEPS));
  }

  Optional<Refusal> suspended(Candidate candidate) {
    if (!candidate.kind().heals()) {
      return Optional.empty();
    }
    int heals = history.heals(candidate.pair(), now.nanos());
    return history.suspended()
        ? Optional.of(
            candidate.refused(Rule.SUSPENDED, "heals have not lasted, and wait to be resumed"))
        : heals >= JoinHistory.HEALS_OF_A_PAIR
            ? Optional.of(
                candidate.refused(
                    Rule.SUSPENDED, "%d heals of these two have not lasted".formatted(heals)))
            : Optional.empty();
  }

  /** How long until the time alone forbids it no more, if nothing changes. */
  Duration untilAllowed(Candidate candidate) {
    return candidate.kind().heals()
        ? Stream.of(
                left(JoinPlan.WATCHED, now.standing().watched()),
                left(settings.stableFor(), now.standing().same()))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private static Optional<String> more(Duration left) {
    return left.isPositive() ? Optional.of(seconds(left)) : Optional.empty();
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
    return name(party.name());
  }

  private static String name(NodeName name) {
    return Printable.text(name.text());
  }
}
