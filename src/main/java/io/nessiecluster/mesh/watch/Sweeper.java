package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.Blames;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.LinkState;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.check.Checks;
import io.nessiecluster.mesh.check.Evidence;
import io.nessiecluster.mesh.keep.MeshKeeper;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Situation;
import io.nessiecluster.mesh.plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Does one sweep after the other: asks the members, judges what they say, and tells what is new.
 * When, is the business of {@link MeshWatch}. For use by one thread, but for {@link #latest}.
 */
final class Sweeper implements AutoCloseable {

  /** From one sweep to the next while what is not whole changes: a heal waits for its last one. */
  static final Duration UNSETTLED = Duration.ofMillis(500);

  private final MeshSettings settings;
  private final Supplier<DiscoverySnapshot> discovery;
  private final Environment environment;
  private final Consumer<MeshEvent> events;
  private final SweepCost cost = new SweepCost();
  private final SweepBudget budget;
  private final Members members = new Members();
  private final HalvesMemory halves = new HalvesMemory();
  private final DefectAges ages = new DefectAges();
  private final LinkNews linkNews = new LinkNews();
  private final MeshNews meshNews = new MeshNews();
  private final MeshConditions conditions = new MeshConditions();
  private final Interview interview;
  private final Diagnoses diagnoses;
  private final Settling settling;
  private final Stability stability;
  private final MeshKeeper keeper;
  private final Checks checks;
  private volatile MeshSnapshot latest;

  Sweeper(
      MeshSettings settings,
      Supplier<DiscoverySnapshot> discovery,
      MeshCalls calls,
      Environment environment,
      Consumer<MeshEvent> events,
      Runnable onNews) {
    Instant at = environment.clock().instant();
    this.settings = settings;
    this.discovery = discovery;
    this.environment = environment;
    this.events = events;
    this.budget = new SweepBudget(environment.nanoTime());
    this.interview = new Interview(calls, environment, settings, cost);
    this.diagnoses = new Diagnoses(calls, environment.executor(), environment.nanoTime(), onNews);
    this.settling = new Settling(settings.stableFor(), at);
    this.stability = new Stability(environment.nanoTime().getAsLong());
    this.keeper = new MeshKeeper(settings, calls, environment, this::creation, events, onNews);
    this.checks = new Checks(settings, environment.nanoTime());
    this.latest = MeshSnapshot.before(settings, at, conditions.before(at));
  }

  /** What is done about the mesh. */
  MeshKeeping keeper() {
    return keeper;
  }

  /** The mesh, as the last sweep left it. */
  MeshSnapshot latest() {
    return latest;
  }

  /**
   * Does a sweep, unless discovery has not found out yet who the members are.
   *
   * @return when the next one may follow
   */
  Next sweep() throws InterruptedException {
    DiscoverySnapshot discovered = discovery.get();
    if (!discovered.hasRan()) {
      return Next.ANY_TIME;
    }
    Since began = Since.now(environment.nanoTime());
    long sweep = latest.sweep() + 1;
    members.meet(Membership.of(discovered, members.known()), began.nanos());
    interview.views(members, sweep);
    members.countFlaps();
    interview.details(members, sweep);
    return judge(sweep, began);
  }

  /**
   * When the next sweep may follow, and when one should.
   *
   * @param pause how long none may, for what the last one cost
   * @param again after what time there may be something new, if that is known
   */
  record Next(Duration pause, Optional<Duration> again) {
    static final Next ANY_TIME = new Next(Duration.ZERO, Optional.empty());
  }

  private Next judge(long sweep, Since began) throws InterruptedException {
    Instant at = environment.clock().instant();
    long nanos = environment.nanoTime().getAsLong();
    Mesh mesh =
        Mesh.of(
            members.roster(),
            members.fresh(sweep, nanos, settings.interval()),
            halves.before(nanos),
            members::isKnown);
    halves.remember(mesh, nanos);
    members.remember(mesh, nanos);
    Standing standing = stability.after(mesh, members, nanos);
    Verdict verdict = settling.settle(mesh, standing, at, nanos);
    Map<Integer, Set<String>> names = interview.names(mesh, members);
    Situation situation =
        new Situation(nanos, mesh, members.parties(mesh, nanos), names, diagnoses::found, standing);
    JoinPlan plan = keeper.plan(situation, members.leader());
    List<Way> joins = keeper.isTold(situation) ? plan.ways() : List.of();
    List<Defect> defects = defects(mesh, verdict, plan, joins, at, nanos);
    List<MemberRow> rows =
        members.all().stream().map(member -> member.shown(mesh.tally(member.name()))).toList();
    List<Check> judged = checks.judge(evidence(mesh, names), at);
    Duration took = began.age();
    Duration pause = budget.spend(cost.take(took, rows.size()));
    MeshSnapshot now =
        new MeshSnapshot(
            settings.mode(),
            at,
            sweep,
            took,
            SweepTimer.stretched(settings.interval(), pause),
            verdict,
            settling.since(),
            settling.stableSince(),
            settings.minMembers(),
            rows,
            mesh.islands(),
            mesh.missingLinks(),
            mesh.oneSidedLinks(),
            rows.size() - mesh.freshViews(),
            Blames.of(rows, mesh.freshViews(), defects),
            defects,
            mesh.strangers(),
            mesh.strangersFirst(),
            members.flaps(),
            judged,
            conditions.after(verdict, mesh, judged, keeper.keeping(), at));
    latest = now;
    tell(mesh, now, nanos);
    return new Next(pause, isUnsettled(mesh, standing) ? soonest(plan.again()) : plan.again());
  }

  /** In the first minute nothing is healed, and members that form a mesh have enough to do. */
  private boolean isUnsettled(Mesh mesh, Standing standing) {
    return mesh.missingLinks() + mesh.oneSidedLinks() > 0
        && standing.same().compareTo(settings.stableFor()) < 0
        && standing.watched().compareTo(JoinPlan.WATCHED) >= 0;
  }

  private static Optional<Duration> soonest(Optional<Duration> again) {
    return again.filter(after -> after.compareTo(UNSETTLED) < 0).or(() -> Optional.of(UNSETTLED));
  }

  /**
   * Those that are listed; once the mesh stands, members are asked why, and at once about ways for
   * which a join waits.
   *
   * @param waited those of the plan that are worth a try
   */
  private List<Defect> defects(
      Mesh mesh, Verdict verdict, JoinPlan plan, List<Way> waited, Instant at, long nanos) {
    List<Gap> gaps = mesh.gaps(MeshSnapshot.DEFECTS);
    ages.remember(gaps, at, nanos);
    Set<Pair> listed = HashSet.newHashSet(gaps.size());
    gaps.forEach(gap -> listed.add(gap.pair()));
    Set<Way> planned = new HashSet<>(plan.ways());
    diagnoses.retain(
        way -> planned.contains(way) || listed.contains(Pair.of(way.from(), way.to())),
        way -> mesh.link(way.from(), way.to()) != LinkState.BOTH && areMembers(way));
    List<Way> missing =
        verdict == Verdict.PARTIAL || verdict == Verdict.SPLIT ? missing(gaps) : List.of();
    List<Way> joins = waited.stream().filter(this::isTriable).toList();
    if (settings.mode() != MeshSettings.Mode.WATCH) {
      diagnoses.ask(joins, missing);
    } else if (!missing.isEmpty()) { // nobody waits for what would be joined
      diagnoses.ask(List.of(), Stream.concat(missing.stream(), joins.stream()).toList());
    }
    return gaps.stream().map(gap -> ages.defect(gap, diagnoses)).toList();
  }

  private List<Way> missing(List<Gap> gaps) {
    return gaps.stream()
        .filter(gap -> gap.kind() == Defect.Kind.MISSING)
        .flatMap(gap -> Stream.of(new Way(gap.from(), gap.to()), new Way(gap.to(), gap.from())))
        .filter(this::isTriable)
        .toList();
  }

  private boolean areMembers(Way way) {
    return members.of(way.from()).isPresent() && members.of(way.to()).isPresent();
  }

  /** What was found of a way stays, while nobody is there who could try it again. */
  private boolean isTriable(Way way) {
    return members
        .of(way.from())
        .filter(from -> from.link().isPresent() && !from.isSlow())
        .isPresent();
  }

  private long creation(NodeName node) {
    return discovery.get().nodes().stream()
        .filter(known -> known.name().equals(node) && !known.discoveredBy().isEmpty())
        .flatMap(known -> known.connection().stream())
        .filter(connection -> !connection.hidden())
        .mapToLong(NodeConnection::creation)
        .findFirst()
        .orElse(-1);
  }

  private Evidence evidence(Mesh mesh, Map<Integer, Set<String>> names) {
    return new Evidence(
        members.all().stream().map(member -> member.witness(mesh.tally(member.name()))).toList(),
        mesh.islands(),
        mesh.strangers(),
        mesh.strangersFirst(),
        names);
  }

  private void tell(Mesh mesh, MeshSnapshot now, long nanos) {
    meshNews.after(now).forEach(events);
    linkNews
        .after(mesh, now.defects(), pair -> ages.age(pair, nanos), this::isSettled, now.at())
        .forEach(events);
  }

  private boolean isSettled(NodeName name) {
    long nanos = environment.nanoTime().getAsLong();
    return members
        .of(name)
        .filter(member -> member.age(nanos).compareTo(settings.stableFor()) >= 0)
        .isPresent();
  }

  /** Gives up all questions that are under way; no sweep may follow. */
  @Override
  public void close() {
    keeper.close();
    diagnoses.close();
    interview.close();
  }
}
