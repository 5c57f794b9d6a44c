package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one plan: the largest island grows by one after the other, as far as the rules allow. */
final class Planner {

  /** How many pairs are looked at, of one join. */
  static final int PAIRS = 64;

  /** A missing link of an island, and what forbids it by itself. */
  private record Judged(Candidate link, Optional<Refusal> objection) {}

  private final Situation now;
  private final JoinHistory history;
  private final Rules rules;
  private final JoinWays connects;
  private final Hold hold;
  private final Pace pace;
  private final Optional<Pair> wanted;
  private final List<Gap> missing;
  private final List<Gap> oneSided;
  private final List<Proof.Closed> closed;
  private final List<Join> joins = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<Way> ways = new LinkedHashSet<>();
  private int refused;
  private long looked;
  private long of;
  private @Nullable Duration again;

  Planner(Situation now, JoinHistory history, MeshSettings settings, Optional<Pair> wanted) {
    this.now = now;
    this.history = history;
    this.rules = new Rules(now, history, settings);
    this.connects = new JoinWays(now);
    this.hold = new Hold(now.mesh());
    this.wanted = wanted;
    this.pace = new Pace(history, settings.joins().mostPerMinute(), now.nanos(), wanted);
    List<Gap> gaps = now.mesh().gaps(MeshSnapshot.DEFECTS);
    this.missing = gaps.stream().filter(gap -> gap.kind() == Defect.Kind.MISSING).toList();
    this.oneSided = gaps.stream().filter(gap -> gap.kind() == Defect.Kind.ONE_SIDED).toList();
    this.closed =
        missing.stream()
            .flatMap(gap -> Stream.of(new Way(gap.from(), gap.to()), new Way(gap.to(), gap.from())))
            .flatMap(way -> Proof.Closed.of(way, now.ways()).stream())
            .toList();
  }

  JoinPlan plan() {
    if (now.mesh().islands().size() > 1) {
      islands(Sides.of(now, history));
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

  private void islands(List<Side> sides) {
    if (sides.size() < 2) {
      return;
    }
    Side core = sides.getFirst();
    List<Side> others =
        sides.subList(1, sides.size()).stream()
            .sorted(Comparator.comparing(side -> !isWanted(side)))
            .toList();
    List<Side> newcomers = others.stream().filter(side -> !side.kind().heals()).toList();
    List<Side> heals = others.stream().filter(side -> side.kind().heals()).toList();
    newcomers(newcomers, core, asked(core, party -> now.mesh().tally(party.name()).fresh()));
    heals(heals, core, asked(core, Party::askable));
  }

  /** All of them are one heal: each joins what the one before it has left. */
  private void heals(List<Side> heals, Side core, Optional<Party> to) {
    List<Party> waiting = new ArrayList<>();
    for (Side side : heals) {
      Optional<Refusal> refusal = island(side, core, to, waiting, PAIRS);
      if (refusal.isEmpty()) {
        core.addAll(side);
      } else if (refusal.get().rule() == Rule.WAY_UNPROVEN || refusal.get().rule().passes()) {
        waiting.addAll(side.members());
      }
    }
  }

  private boolean isWanted(Side side) {
    return wanted.filter(pair -> side.has(pair.lesser()) || side.has(pair.greater())).isPresent();
  }

  private void newcomers(List<Side> newcomers, Side core, Optional<Party> to) {
    int pairs = pairs(newcomers.size());
    List<Party> waiting = new ArrayList<>();
    for (Side side : newcomers) {
      Optional<Refusal> refusal = island(side, core, to, waiting, pairs);
      if (refusal.isEmpty()) {
        core.addAll(side);
      } else if (refusal.get().rule() == Rule.WAY_UNPROVEN) {
        waiting.add(side.first());
      }
    }
  }

  /**
   * Of each newcomer: all of up to 16 that are alone, and some 64 of more. In steps, so that most
   * who come leave it as it is.
   */
  private static int pairs(int newcomers) {
    return newcomers <= 4 ? PAIRS : newcomers <= 16 ? 16 : newcomers <= 64 ? 2 : 1;
  }

  /** The first by name, but rather one who has told, and who does not answer slowly. */
  private static Optional<Party> asked(Side side, Predicate<Party> may) {
    return side.members().stream()
        .filter(may)
        .min(
            Comparator.comparing((Party party) -> !party.isTold())
                .thenComparing(party -> !party.askable()));
  }

  private Optional<Refusal> island(
      Side side, Side core, Optional<Party> to, List<Party> waiting, int pairs) {
    Optional<Party> from = asked(side, Party::askable);
    if (from.isEmpty() || to.isEmpty()) {
      Side silent = from.isEmpty() ? side : core;
      return refuse(
          new Refusal(
              side.first().name(),
              core.first().name(),
              side.kind(),
              Rule.UNKNOWN_VIEW,
              "nobody can be asked of " + Rules.names(silent.members())));
    }
    Candidate candidate = new Candidate(from.get(), to.get(), side.kind(), side, core);
    return decide(candidate, objection(candidate, waiting, pairs));
  }

  /**
   * Members of one island that miss each other. Where {@code global} connects all, it goes on from
   * two that are connected to the others that one of them misses: what forbids one of these links
   * forbids all of them. From there it may go on to any two: where it tears links, one that is
   * blocked forbids all of the island.
   */
  private void links() {
    List<Judged> judged = new ArrayList<>();
    Map<NodeName, Refusal> forbidden = new HashMap<>();
    for (Gap gap : missing) {
      if (islandOf(gap.from()) == islandOf(gap.to())) {
        Candidate link = link(gap);
        Optional<Refusal> objection = loose(link).or(() -> objection(link, List.of(), 1));
        judged.add(new Judged(link, objection));
        objection.ifPresent(
            refusal -> {
              forbidden.putIfAbsent(gap.from(), refusal);
              forbidden.putIfAbsent(gap.to(), refusal);
              if (refusal.rule() == Rule.WAY_BLOCKED && link.mayTear()) {
                now.mesh()
                    .islands()
                    .get(islandOf(gap.from()))
                    .members()
                    .forEach(member -> forbidden.putIfAbsent(member, refusal));
              }
            });
      }
    }
    for (Judged each : judged) {
      Optional<Refusal> _ =
          decide(each.link(), each.objection().or(() -> inherited(each.link(), forbidden)));
    }
  }

  /** They may be of two islands, of which the rules ask more. */
  private Optional<Refusal> loose(Candidate link) {
    NodeName one = link.from().name();
    NodeName other = link.to().name();
    return hold.holds(one, other, now.mesh().islands().get(islandOf(one)))
        ? Optional.empty()
        : Optional.of(
            link.refused(
                Rule.UNKNOWN_VIEW, "only members that do not tell hold them together, if any do"));
  }

  private int islandOf(NodeName member) {
    return now.mesh().tally(member).island();
  }

  private Candidate link(Gap gap) {
    Party one = now.party(gap.from());
    Party other = now.party(gap.to());
    return one.askable() ? Candidate.link(one, other) : Candidate.link(other, one);
  }

  private static Optional<Refusal> inherited(Candidate link, Map<NodeName, Refusal> forbidden) {
    return !link.closesItself()
        ? Optional.empty()
        : Stream.of(link.from(), link.to())
            .flatMap(party -> Optional.ofNullable(forbidden.get(party.name())).stream())
            .findFirst()
            .map(
                other ->
                    link.refused(
                        other.rule(), "global would go on to another link: " + other.detail()));
  }

  /** What forbids it, whatever else is planned. */
  private Optional<Refusal> objection(Candidate candidate, List<Party> waiting, int pairs) {
    Optional<Refusal> standing = rules.standing(candidate).or(() -> halved(candidate));
    boolean matters =
        standing.isEmpty() || standing.get().rule() == Rule.FORM_ONLY; // it may be made by hand
    if (!matters || (candidate.kind().heals() && !rules.isNearlyStable())) {
      return standing.or(() -> rules.passing(candidate));
    }
    if (ways.size() >= JoinPlan.WAYS) {
      return standing.or(
          () ->
              Optional.of(candidate.refused(Rule.TOO_OFTEN, "the ways of others are tried first")));
    }
    Proof proof = Proof.of(candidate, waiting, closed, now.ways(), pairs);
    ways.addAll(proof.ways());
    looked += proof.pairs().looked();
    of += proof.pairs().of();
    return standing
        .or(() -> proof.blocked().map(line -> candidate.refused(Rule.WAY_BLOCKED, line)))
        .or(() -> rules.passing(candidate))
        .or(() -> proof.open().map(line -> candidate.refused(Rule.WAY_UNPROVEN, line)))
        .or(() -> rules.suspended(candidate));
  }

  /**
   * Who has died unheard is still listed by others: when the one that has its name now is told of
   * them and dials, they find out, and {@code global} tears the new one's links.
   */
  private Optional<Refusal> halved(Candidate candidate) {
    return candidate.mayTear()
        ? oneSided.stream()
            .filter(gap -> candidate.has(gap.from()) || candidate.has(gap.to()))
            .findFirst()
            .map(
                gap ->
                    candidate.refused(
                        Rule.UNSTABLE,
                        "%s lists %s, which does not list it"
                            .formatted(
                                Rules.name(now.party(gap.from())),
                                Rules.name(now.party(gap.to())))))
        : Optional.empty();
  }

  private Optional<Refusal> decide(Candidate candidate, Optional<Refusal> objection) {
    Optional<Refusal> refusal =
        objection.or(
            () -> pace.tooOften(candidate).map(line -> candidate.refused(Rule.TOO_OFTEN, line)));
    if (refusal.isPresent()) {
      remind(candidate, refusal.get().rule());
      return refuse(refusal.get());
    }
    pace.count(candidate.kind());
    joins.add(
        new Join(
            candidate.from().name(),
            candidate.to().name(),
            candidate.kind(),
            connects.of(candidate),
            candidate.names()));
    return refusal;
  }

  private Optional<Refusal> refuse(Refusal refusal) {
    refused++;
    if (refusals.size() < JoinPlan.REFUSALS) {
      refusals.add(refusal);
    }
    return Optional.of(refusal);
  }

  /** Of what time alone forbids: what else does, nobody knows when it will not. */
  private void remind(Candidate candidate, Rule rule) {
    Duration rest = rules.untilAllowed(candidate);
    Duration paced = pace.untilAllowed(candidate);
    Duration after = rest.compareTo(paced) > 0 ? rest : paced;
    if (rule.passes() && after.isPositive() && (again == null || after.compareTo(again) < 0)) {
      again = after;
    }
  }
}
