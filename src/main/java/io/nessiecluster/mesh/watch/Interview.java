package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Roster;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.ViewRow;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What members are asked in a sweep: each for its view, those who have a new link for their facts,
 * and now and then for their vitals. Who has answered slowly, or not in time, is asked aside: no
 * sweep waits for it, and it is spared all else. For the thread of the sweeps.
 */
final class Interview implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** An answer that takes longer is slow. */
  static final Duration SLOW = Duration.ofMillis(500);

  /** An answer of a large mesh has 70 KB, and all links together may hold 16 MiB. */
  static final int AT_ONCE = 64;

  static final int ASIDE_AT_ONCE = 16;
  static final int VITALS_IN_A_SWEEP = 20;

  /**
   * Of those who were never asked, where they may be joined: each sweep more is a wait for them.
   */
  static final int VITALS_OF_NEWCOMERS = AT_ONCE;

  /** Of a member with nothing to watch: it pays ten calls each time. */
  static final Duration VITALS_EVERY = Duration.ofSeconds(30);

  private static final int NAMES_OF_ISLANDS = 10;
  private static final int MOST_NAMES = 1_000;
  private static final int FUNCTIONS_OF_FACTS = 8;
  private static final int FUNCTIONS_OF_VITALS = 12;

  private final LongSupplier nanoTime;
  private final Duration interval;
  private final int vitalsOfNewcomers;
  private final MeshCalls calls;
  private final SweepCost cost;
  private final Lane<ViewRow> views;
  private final Lane<ViewRow> aside;
  private final Lane<MemberFacts> facts;
  private final Lane<Vitals> vitals;
  private final Lane<Set<String>> names;
  private volatile Roster roster = Roster.of(List.of());

  /**
   * An interview of nobody.
   *
   * @param settings no member is asked for its vitals more often than their interval
   */
  Interview(MeshCalls calls, Environment environment, MeshSettings settings, SweepCost cost) {
    this.nanoTime = environment.nanoTime();
    this.interval = settings.interval();
    this.vitalsOfNewcomers = settings.mode().joins() ? VITALS_OF_NEWCOMERS : VITALS_IN_A_SWEEP;
    this.calls = calls;
    this.cost = cost;
    this.views = lane(environment, AT_ONCE, this::view);
    this.aside = lane(environment, ASIDE_AT_ONCE, this::view);
    this.facts = lane(environment, AT_ONCE, this::askFacts);
    this.vitals = lane(environment, vitalsOfNewcomers, this::askVitals);
    this.names = lane(environment, NAMES_OF_ISLANDS, this::askNames);
  }

  private static <T> Lane<T> lane(Environment environment, int atOnce, Lane.Question<T> question) {
    return new Lane<>(
        environment.executor(),
        environment.clock(),
        environment.nanoTime(),
        atOnce,
        TIMEOUT,
        question);
  }

  private ViewRow view(NodeName member) throws MeshCallException, InterruptedException {
    cost.called(1);
    View view = calls.view(member, TIMEOUT);
    cost.read(view.sightings().size());
    return ViewRow.of(
        view, member, roster); // here, so that a thousand views are never all in memory
  }

  private MemberFacts askFacts(NodeName member) throws MeshCallException, InterruptedException {
    cost.called(FUNCTIONS_OF_FACTS);
    return calls.facts(member, TIMEOUT);
  }

  private Vitals askVitals(NodeName member) throws MeshCallException, InterruptedException {
    cost.called(FUNCTIONS_OF_VITALS);
    return calls.vitals(member, TIMEOUT);
  }

  private Set<String> askNames(NodeName member) throws MeshCallException, InterruptedException {
    cost.called(1);
    Set<String> registered = calls.globalNames(member, TIMEOUT);
    cost.read(registered.size());
    return registered;
  }

  /** Asks all for their views; waits for those who are not slow. */
  void views(Members members, long sweep) throws InterruptedException {
    roster = members.roster();
    aside.retain(link -> members.of(link).isPresent());
    aside.arrived().forEach(answer -> viewed(answer, members, sweep));
    views.ask(links(members, false).toList());
    aside.ask(links(members, true).toList());
    waitFor(views).forEach(answer -> viewed(answer, members, sweep));
    aside.arrived().forEach(answer -> viewed(answer, members, sweep));
  }

  private static Stream<Incarnation> links(Members members, boolean slow) {
    return members.all().stream()
        .filter(member -> member.isSlow() == slow)
        .flatMap(member -> member.link().stream());
  }

  private void viewed(Answer<ViewRow> answer, Members members, long sweep) {
    members
        .of(answer.member())
        .ifPresent(
            member -> {
              member.heard(answer.failure(), isSlow(answer));
              answer
                  .value()
                  .ifPresent(
                      row -> members.viewed(member, row, answer, nanoTime.getAsLong(), sweep));
            });
  }

  private static boolean isSlow(Answer<?> answer) {
    return answer.late() || answer.took().compareTo(SLOW) > 0;
  }

  /** Asks for what else is due, of those who have just answered and are not slow. */
  void details(Members members, long sweep) throws InterruptedException {
    List<MemberMemory> awake =
        members.all().stream().filter(m -> m.isNewIn(sweep) && !m.isSlow()).toList();
    facts.ask(
        awake.stream()
            .filter(member -> member.facts().isEmpty())
            .flatMap(member -> member.link().stream())
            .toList());
    vitals.ask(askedForVitals(awake));
    for (Answer<MemberFacts> answer : waitFor(facts)) {
      members
          .of(answer.member())
          .ifPresent(m -> answer.value().ifPresent(facts -> m.told(facts, nanoTime.getAsLong())));
    }
    for (Answer<Vitals> answer : waitFor(vitals)) {
      members.of(answer.member()).ifPresent(m -> answer.value().ifPresent(m::told));
    }
  }

  /** Those who were never asked come first, then who was asked longest ago. */
  private List<Incarnation> askedForVitals(List<MemberMemory> awake) {
    long now = nanoTime.getAsLong();
    long newcomers = awake.stream().filter(member -> !member.wasAskedForVitals()).count();
    List<MemberMemory> due =
        awake.stream()
            .filter(member -> member.sinceVitals(now).compareTo(vitalsEvery(member)) >= 0)
            .sorted(Comparator.comparing((MemberMemory m) -> m.sinceVitals(now)).reversed())
            .limit(Math.max(VITALS_IN_A_SWEEP, Math.min(newcomers, vitalsOfNewcomers)))
            .toList();
    due.forEach(member -> member.askedForVitals(now));
    return due.stream().flatMap(member -> member.link().stream()).toList();
  }

  private Duration vitalsEvery(MemberMemory member) {
    return member.isCalm() && interval.compareTo(VITALS_EVERY) < 0 ? VITALS_EVERY : interval;
  }

  /**
   * The names that are registered with {@code global}, by number of the island, where there are two
   * or more: told by the first member of each that has few enough.
   */
  Map<Integer, Set<String>> names(Mesh mesh, Members members) throws InterruptedException {
    Map<Incarnation, Integer> islands = new HashMap<>();
    List<Island> all = mesh.islands();
    for (int i = 0; i < all.size() && islands.size() < NAMES_OF_ISLANDS; i++) {
      int island = i;
      if (all.get(i).seen()) {
        teller(all.get(i), mesh, members).ifPresent(link -> islands.put(link, island));
      }
    }
    if (all.stream().filter(Island::seen).count() < 2) {
      return Map.of();
    }
    names.ask(islands.keySet());
    Map<Integer, Set<String>> registered = new HashMap<>();
    for (Answer<Set<String>> answer : waitFor(names)) {
      Integer island = islands.get(answer.member());
      if (island != null) {
        answer.value().ifPresent(of -> registered.put(island, of));
      }
    }
    return registered;
  }

  private static Optional<Incarnation> teller(Island island, Mesh mesh, Members members) {
    return island.members().stream()
        .flatMap(name -> members.of(name).stream())
        .filter(member -> !member.isSlow() && mesh.tally(member.name()).fresh())
        .filter(m -> m.vitals().filter(v -> v.globalNames() <= MOST_NAMES).isPresent())
        .findFirst()
        .flatMap(MemberMemory::link);
  }

  private <T> List<Answer<T>> waitFor(Lane<T> lane) throws InterruptedException {
    long began = nanoTime.getAsLong();
    try {
      return lane.all();
    } finally {
      cost.waited(nanoTime.getAsLong() - began);
    }
  }

  /** Gives up all questions that are under way. */
  @Override
  public void close() {
    Stream.of(views, aside, facts, vitals, names).forEach(Lane::close);
  }
}
