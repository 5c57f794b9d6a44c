package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one plan: the largest island grows by one after the other, as far as the rules allow. */
final class Planner {

  /** How many pairs are looked at: of one heal, and of all newcomers together. */
  static final int PAIRS = 64;

  /** How many missing links of one island are mended at once. */
  static final int LINKS = 8;

  /** Who runs for longer, and longer than we watch, may be what is left of a split. */
  static final Duration YOUNG = Duration.ofMinutes(10);

  /** An island with its number and what it is. */
  private record Side(int number, List<Party> members, boolean newcomer) {}

  private final Situation now;
  private final JoinHistory history;
  private final MeshSettings settings;
  private final Rules rules;
  private final List<Join> joins = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<Way> ways = new LinkedHashSet<>();
  private int refused;
  private long looked;
  private long of;
  private @Nullable Duration again;

  Planner(Situation now, JoinHistory history, MeshSettings settings) {
    this.now = now;
    this.history = history;
    this.settings = settings;
    this.rules = new Rules(now, history, settings);
  }

  JoinPlan plan() {
    List<Side> sides = sides();
    if (sides.size() > 1) {
      join(sides);
    }
    links();
    return new JoinPlan(
        joins,
        refusals,
        refused,
        List.copyOf(ways),
        new JoinPlan.Sample(looked, of),
        Optional.ofNullable(again));
  }

  /** The islands of which something is known: the one first that the others join. */
  private List<Side> sides() {
    List<Island> islands = now.mesh().islands();
    return IntStream.range(0, islands.size())
        .filter(number -> islands.get(number).seen())
        .mapToObj(number -> side(number, islands.get(number)))
        .sorted(
            Comparator.comparingInt((Side side) -> -side.members().size())
                .thenComparing(Side::newcomer)
                .thenComparing(side -> side.members().getFirst().name()))
        .toList();
  }

  private Side side(int number, Island island) {
    List<Party> members = island.members().stream().map(this::party).toList();
    return new Side(number, members, members.size() == 1 && isNewcomer(members.getFirst()));
  }

  private Party party(NodeName name) {
    Party party = now.parties().get(name);
    if (party == null) {
      throw new IllegalArgumentException("no party: " + name);
    }
    return party;
  }

  private boolean isNewcomer(Party party) {
    return !party.everLinked()
        && !history.hasJoined(party)
        && party
            .uptime()
            .filter(up -> up.compareTo(YOUNG) <= 0 || up.compareTo(now.standing().watched()) <= 0)
            .isPresent();
  }

  private void join(List<Side> sides) {
    Side largest = sides.getFirst();
    List<Party> core = new ArrayList<>(largest.members());
    List<Side> others = sides.subList(1, sides.size());
    List<Side> newcomers = others.stream().filter(Side::newcomer).toList();
    for (Side side : newcomers) {
      if (plan(side, largest, core, Math.max(1, PAIRS / newcomers.size()))) {
        core.addAll(side.members());
      }
    }
    others.stream()
        .filter(side -> !side.newcomer())
        .forEach(
            side -> {
              boolean _ = plan(side, largest, core, PAIRS);
            });
  }

  private boolean plan(Side side, Side largest, List<Party> core, int pairs) {
    Join.Kind kind = side.newcomer() ? Join.Kind.NEWCOMER : Join.Kind.ISLAND;
    Optional<Party> from = side.members().stream().filter(Party::askable).findFirst();
    Optional<Party> to = largest.members().stream().filter(Party::askable).findFirst();
    if (from.isEmpty() || to.isEmpty()) {
      List<Party> silent = from.isEmpty() ? side.members() : largest.members();
      refuse(
          Candidate.refused(
              side.members().getFirst().name(),
              largest.members().getFirst().name(),
              kind,
              Rule.UNKNOWN_VIEW,
              "nobody can be asked of " + Rules.names(silent)));
      return false;
    }
    Set<String> mine = now.globalNames().get(side.number());
    Set<String> theirs = now.globalNames().get(largest.number());
    boolean known = mine != null && theirs != null;
    Set<String> both = new TreeSet<>();
    if (mine != null && theirs != null) {
      both.addAll(mine);
      both.retainAll(theirs);
    }
    return plan(
        new Candidate(
            from.get(),
            to.get(),
            kind,
            side.members(),
            List.copyOf(core),
            List.copyOf(both),
            known),
        pairs);
  }

  /** Members of one island that miss each other, though the mesh of {@code global} would not. */
  private void links() {
    now.mesh().gaps(MeshSnapshot.DEFECTS).stream()
        .filter(gap -> gap.kind() == Defect.Kind.MISSING)
        .filter(gap -> islandOf(gap.from()) == islandOf(gap.to()))
        .forEach(this::link);
  }

  private int islandOf(NodeName member) {
    return now.mesh().tally(member).island();
  }

  private void link(Gap gap) {
    Party from = party(gap.from());
    Party to = party(gap.to());
    if (from.askable() || to.askable()) {
      boolean turn = !from.askable();
      Party asked = turn ? to : from;
      Party other = turn ? from : to;
      boolean _ =
          plan(
              new Candidate(
                  asked, other, Join.Kind.LINK, List.of(asked), List.of(other), List.of(), true),
              1);
    } else {
      refuse(
          Candidate.refused(
              gap.from(),
              gap.to(),
              Join.Kind.LINK,
              Rule.UNKNOWN_VIEW,
              "neither of the two can be asked"));
    }
  }

  private boolean plan(Candidate candidate, int pairs) {
    Optional<Refusal> refusal = refusal(candidate, pairs);
    refusal.ifPresentOrElse(
        this::refuse,
        () ->
            joins.add(
                new Join(
                    candidate.from().name(),
                    candidate.to().name(),
                    candidate.kind(),
                    connects(candidate),
                    candidate.names())));
    return refusal.isEmpty();
  }

  private void refuse(Refusal refusal) {
    refused++;
    if (refusals.size() < JoinPlan.REFUSALS) {
      refusals.add(refusal);
    }
  }

  private Optional<Refusal> refusal(Candidate candidate, int pairs) {
    Optional<Refusal> standing =
        first(
            () -> refusal(candidate, Rule.FORM_ONLY, rules.formOnly(candidate)),
            () -> refusal(candidate, Rule.UNTOLD, rules.untold(candidate)),
            () -> refusal(candidate, Rule.PRODUCT, rules.product(candidate)),
            () -> refusal(candidate, Rule.MNESIA, rules.mnesia(candidate)),
            () -> refusal(candidate, Rule.NAME_CLASH, rules.nameClash(candidate)));
    if (standing.isPresent()) {
      return standing;
    }
    Proof proof = Proof.of(candidate, now.ways(), pairs);
    ways.addAll(proof.ways());
    looked += proof.pairs().looked();
    of += proof.pairs().of();
    Optional<Refusal> passing =
        first(
            () -> refusal(candidate, Rule.WAY_BLOCKED, proof.blocked()),
            () -> refusal(candidate, Rule.JUST_STARTED, rules.justStarted(candidate)),
            () -> refusal(candidate, Rule.ROLLOUT, rules.rollout(candidate)),
            () -> refusal(candidate, Rule.UNSTABLE, rules.unstable(candidate)),
            () -> refusal(candidate, Rule.WAY_UNPROVEN, unproven(proof)),
            () -> refusal(candidate, Rule.SUSPENDED, rules.suspended(candidate)),
            () -> refusal(candidate, Rule.TOO_OFTEN, tooOften(candidate)));
    passing.ifPresent(refusal -> remind(rules.untilAllowed(candidate)));
    return passing;
  }

  private static Optional<String> unproven(Proof proof) {
    return proof.unproven() > 0
        ? Optional.of(
            "%d ways of %d pairs are still to be tried"
                .formatted(proof.unproven(), proof.pairs().looked()))
        : Optional.empty();
  }

  private Optional<String> tooOften(Candidate candidate) {
    return candidate.kind().heals() ? healsTooOften(candidate) : joinsTooOften(candidate);
  }

  private Optional<String> healsTooOften(Candidate candidate) {
    List<Join> heals = joins.stream().filter(join -> join.kind().heals()).toList();
    boolean room =
        candidate.kind() == Join.Kind.LINK
            ? heals.size() < LINKS && heals.stream().allMatch(j -> j.kind() == Join.Kind.LINK)
            : heals.isEmpty();
    if (!room) {
      return Optional.of("one heal at a time: another one comes first");
    }
    Duration left = history.untilHealed(candidate.pair(), now.nanos());
    return left.isPositive()
        ? Optional.of("another heal was a short while ago; it takes %s more".formatted(Rules.seconds(left)))
        : Optional.empty();
  }

  private Optional<String> joinsTooOften(Candidate candidate) {
    Duration left = history.untilRetried(candidate.from(), now.nanos());
    if (left.isPositive()) {
      return Optional.of("it was tried in vain; again in " + Rules.seconds(left));
    }
    long planned = joins.stream().filter(join -> !join.kind().heals()).count();
    if (history.newcomers(now.nanos()) + planned < settings.joins().mostPerMinute()) {
      return Optional.empty();
    }
    remind(history.untilFewerNewcomers(now.nanos()));
    return Optional.of(
        "%d newcomers in a minute are as many as may be"
            .formatted(settings.joins().mostPerMinute()));
  }

  private void remind(Duration after) {
    if (after.isPositive() && (again == null || after.compareTo(again) < 0)) {
      again = after;
    }
  }

  /** One, where {@code global} closes the mesh; else each pair whose way is not blocked. */
  private List<Way> connects(Candidate candidate) {
    Way first = new Way(candidate.from().name(), candidate.to().name());
    if (candidate.kind() == Join.Kind.LINK || candidate.closesItself()) {
      return List.of(first);
    }
    Stream<Way> pairs =
        candidate.joining().stream()
            .flatMap(
                one ->
                    candidate.core().stream()
                        .filter(other -> one.askable() || other.askable())
                        .map(
                            other ->
                                one.askable()
                                    ? new Way(one.name(), other.name())
                                    : new Way(other.name(), one.name())))
            .filter(way -> !isBlocked(way));
    return Stream.concat(Stream.of(first), pairs).distinct().limit(Join.MOST_WAYS).toList();
  }

  private boolean isBlocked(Way way) {
    return now.ways().found(way.from(), way.to()).filter(r -> r.cause().isBlocked()).isPresent();
  }

  private static Optional<Refusal> refusal(
      Candidate candidate, Rule rule, Optional<String> objection) {
    return objection.map(detail -> candidate.refused(rule, detail));
  }

  @SafeVarargs
  private static Optional<Refusal> first(
      Supplier<Optional<Refusal>>... objections) {
    return Stream.of(objections)
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
