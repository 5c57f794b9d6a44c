package io.nessiecluster.mesh.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Vitals.Product;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of a plan whatever the mesh, and whatever its members have told. */
class JoinPlanPropertiesTest {

  private static final int MEMBERS = 9;
  private static final int ISLANDS = 4;

  /** What a member is like. */
  private enum Trait {
    PLAIN,
    NEWCOMER,
    STALE,
    SLOW,
    UNTOLD,
    LINKED_BEFORE,
    RABBIT,
    MNESIA,
    CONNECTS_NOBODY
  }

  /** A way of which something else is known than that it is free. */
  private record Odd(int from, int to, LinkCause cause) {}

  private record Member(int island, Trait trait, boolean seesStranger) {}

  private record Gap(int one, int other) {}

  /**
   * A moment.
   *
   * @param same for how many seconds all is as it is
   */
  record Moment(
      List<Member> members,
      List<Gap> gaps,
      List<Odd> odd,
      Mode mode,
      int same,
      boolean connectAll,
      List<JoinHistory.Attempt> before) {}

  @Provide
  Arbitrary<Moment> moments() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, MEMBERS - 1);
    Arbitrary<Trait> traits =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.just(Trait.PLAIN)),
            Tuple.of(6, Arbitraries.just(Trait.NEWCOMER)),
            Tuple.of(3, Arbitraries.of(Trait.values())));
    Arbitrary<Member> member =
        Combinators.combine(
                Arbitraries.integers().between(0, ISLANDS - 1),
                traits,
                Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)))
            .as(Member::new);
    Arbitrary<Gap> gap = Combinators.combine(any, any).as(Gap::new);
    Arbitrary<Odd> odd =
        Combinators.combine(
                any,
                any,
                Arbitraries.of(LinkCause.CONNECT_TIMEOUT, LinkCause.UNKNOWN, LinkCause.REACHABLE))
            .as(Odd::new);
    Arbitrary<JoinHistory.Attempt> attempt =
        Combinators.combine(
                any,
                any,
                Arbitraries.of(Join.Kind.values()),
                Arbitraries.integers().between(1, 4_000),
                Arbitraries.of(true, false))
            .as(
                (from, to, kind, ago, joined) ->
                    new JoinHistory.Attempt(
                        Scene.NOW - Duration.ofSeconds(ago).toNanos(),
                        node(from),
                        node(to.equals(from) ? (to + 1) % MEMBERS : to),
                        kind,
                        1,
                        joined));
    return Combinators.combine(
            member.list().ofMaxSize(MEMBERS),
            gap.list().ofMaxSize(3),
            odd.list().ofMaxSize(3),
            Arbitraries.of(Mode.values()),
            Arbitraries.of(0, 15, 25, 3_600),
            Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
            attempt.list().ofMaxSize(3))
        .as(Moment::new);
  }

  private static String host(int number) {
    return String.valueOf((char) ('a' + number));
  }

  private static NodeName node(int number) {
    return Scene.node(host(number));
  }

  private static Scene scene(Moment moment) {
    Scene scene = new Scene().mode(moment.mode());
    Map<Integer, List<String>> islands = new TreeMap<>();
    for (int i = 0; i < moment.members().size(); i++) {
      islands
          .computeIfAbsent(moment.members().get(i).island(), _ -> new ArrayList<>())
          .add(host(i));
    }
    islands.values().forEach(hosts -> scene.island(hosts.toArray(String[]::new)));
    for (int i = 0; i < moment.members().size(); i++) {
      give(scene, host(i), moment.members().get(i));
      if (!moment.connectAll()) {
        scene.connectsOnlyWhomItDials(host(i));
      }
    }
    int count = moment.members().size();
    moment.gaps().stream()
        .filter(gap -> gap.one() != gap.other() && gap.one() < count && gap.other() < count)
        .forEach(gap -> scene.apart(host(gap.one()), host(gap.other())));
    moment.odd().forEach(odd -> scene.found(host(odd.from()), host(odd.to()), odd.cause()));
    Duration same = Duration.ofSeconds(moment.same());
    JoinHistory history = JoinHistory.NONE;
    for (JoinHistory.Attempt attempt : moment.before()) {
      history = history.with(attempt);
    }
    return scene.standing(Duration.ofHours(1), same, 1 + moment.same() / 5, same).history(history);
  }

  private static void give(Scene scene, String host, Member member) {
    if (member.seesStranger()) {
      scene.sees(host, "stranger");
    }
    Scene _ =
        switch (member.trait()) {
          case PLAIN -> scene;
          case NEWCOMER -> scene.newcomers(host);
          case STALE -> scene.stale(host);
          case SLOW -> scene.slow(host);
          case UNTOLD -> scene.untold(host);
          case LINKED_BEFORE -> scene.newcomers(host).everLinked(host);
          case RABBIT -> scene.runs(host, Product.RABBITMQ);
          case MNESIA -> scene.mnesia(host, "a", "b", "c", "d", host);
          case CONNECTS_NOBODY -> scene.connectsOnlyWhomItDials(host);
        };
  }

  private static Trait trait(Moment moment, NodeName name) {
    return moment.members().get(name.text().charAt(name.text().length() - 1) - 'a').trait();
  }

  @Property
  void onlyMembersThatAreLinkedAndFreshAreEverConnected(@ForAll("moments") Moment moment) {
    Mesh mesh = scene(moment).mesh();
    Set<NodeName> members = Set.copyOf(mesh.roster().names());

    assertThat(scene(moment).plan().joins().stream().flatMap(join -> join.ways().stream()))
        .allSatisfy(
            way -> {
              assertThat(members).contains(way.from(), way.to());
              assertThat(way.from()).isNotEqualTo(way.to());
              assertThat(mesh.tally(way.from()).fresh()).isTrue();
              assertThat(mesh.tally(way.to()).fresh()).isTrue();
              assertThat(trait(moment, way.from())).isNotIn(Trait.STALE, Trait.SLOW);
            });
  }

  @Property
  void nobodyWhoHasNotToldIsAskedOrDialled(@ForAll("moments") Moment moment) {
    for (Join join : scene(moment).plan().joins()) {
      assertThat(trait(moment, join.from())).isNotEqualTo(Trait.UNTOLD);
      assertThat(trait(moment, join.to())).isNotEqualTo(Trait.UNTOLD);
    }
  }

  @Property
  void fewerJoinsThanIslandsAreMade(@ForAll("moments") Moment moment) {
    JoinPlan plan = scene(moment).plan();
    long islands = scene(moment).mesh().islands().stream().filter(Island::seen).count();
    List<Join> across = plan.joins().stream().filter(j -> j.kind() != Join.Kind.LINK).toList();

    assertThat((long) across.size()).isLessThanOrEqualTo(Math.max(0, islands - 1));
    assertThat(across.stream().filter(join -> join.kind().heals()).count())
        .isLessThanOrEqualTo(Pace.TOGETHER);
    assertThat(new HashSet<>(across.stream().map(Join::from).toList())).hasSameSizeAs(across);
    assertThat(plan.joins().stream().map(Join::kind).map(Join.Kind::heals).distinct().count())
        .isLessThanOrEqualTo(1);
  }

  @Property
  void whereGlobalClosesTheMeshOneConnectIsMadeAJoin(@ForAll("moments") Moment moment) {
    if (connectsAll(moment)) {
      assertThat(scene(moment).plan().joins()).allSatisfy(j -> assertThat(j.ways()).hasSize(1));
    }
  }

  private static boolean connectsAll(Moment moment) {
    return moment.connectAll()
        && moment.members().stream().noneMatch(m -> m.trait() == Trait.CONNECTS_NOBODY);
  }

  @Property
  void eachIslandButTheOneThatIsJoinedIsEitherJoinedOrRefusedWithARuleAndOneLine(
      @ForAll("moments") Moment moment) {
    JoinPlan plan = scene(moment).plan();
    Mesh mesh = scene(moment).mesh();
    Set<Integer> islands = new TreeSet<>();
    plan.joins().stream()
        .filter(join -> join.kind() != Join.Kind.LINK)
        .forEach(join -> islands.add(mesh.tally(join.from()).island()));
    plan.refusals().stream()
        .filter(refusal -> refusal.kind() != Join.Kind.LINK)
        .forEach(refusal -> islands.add(mesh.tally(refusal.from()).island()));

    long seen = mesh.islands().stream().filter(Island::seen).count();
    assertThat((long) islands.size()).isEqualTo(Math.max(0, seen - 1));
    assertThat(plan.refusals()).hasSize(plan.refused());
    assertThat(plan.refusals())
        .allSatisfy(refusal -> assertThat(refusal.detail()).isNotBlank().doesNotContain("\n"));
  }

  @Property
  void theSameMomentMakesTheSamePlan(@ForAll("moments") Moment moment) {
    assertThat(scene(moment).plan()).isEqualTo(scene(moment).plan());
  }

  @Property
  void inTheModeToFormNothingIsHealed(@ForAll("moments") Moment moment) {
    assertThat(scene(moment).mode(Mode.FORM).plan().joins())
        .extracting(Join::kind)
        .allMatch(Join.Kind.NEWCOMER::equals);
  }

  @Property
  void nothingIsHealedBeforeAllHasBeenTheSameForAWhile(@ForAll("moments") Moment moment) {
    if (moment.same() < 20) {
      assertThat(scene(moment).mode(Mode.HEAL).plan().joins())
          .noneMatch(join -> join.kind().heals());
    }
  }

  @Property
  void noJoinIsMadeOverAWayThatIsBlockedOrUnproven(@ForAll("moments") Moment moment) {
    Mesh mesh = scene(moment).mesh();
    Set<Way> odd = new HashSet<>();
    moment.odd().stream() // what is told last counts
        .forEach(
            each -> {
              if (each.cause() == LinkCause.REACHABLE) {
                odd.remove(new Way(node(each.from()), node(each.to())));
              } else {
                odd.add(new Way(node(each.from()), node(each.to())));
              }
            });
    for (Join join : scene(moment).plan().joins()) {
      List<NodeName> joining = members(mesh, join.from());
      List<NodeName> core = members(mesh, join.to());
      if (join.kind() != Join.Kind.LINK && connectsAll(moment)) {
        odd.stream()
            .filter(
                way ->
                    told(moment, way) == LinkCause.CONNECT_TIMEOUT
                        || trait(moment, way.from(), Trait.SLOW, Trait.STALE))
            .forEach(
                way ->
                    assertThat(
                            (joining.contains(way.from()) && core.contains(way.to()))
                                || (core.contains(way.from()) && joining.contains(way.to())))
                        .isFalse());
      }
    }
  }

  private static LinkCause told(Moment moment, Way way) {
    return moment.odd().stream()
        .filter(odd -> way.equals(new Way(node(odd.from()), node(odd.to()))))
        .reduce((_, last) -> last)
        .orElseThrow()
        .cause();
  }

  private static boolean trait(Moment moment, NodeName name, Trait... none) {
    int number = name.text().charAt(name.text().length() - 1) - 'a';
    return number < moment.members().size()
        && !Set.of(none).contains(moment.members().get(number).trait());
  }

  private static List<NodeName> members(Mesh mesh, NodeName of) {
    return mesh.islands().get(mesh.tally(of).island()).members();
  }

  @Property
  void theWaysThatArePlannedAreBoundedAndThoseOfMembersWhoCanBeAskedUnlessKnownToBeBlocked(
      @ForAll("moments") Moment moment) {
    JoinPlan plan = scene(moment).plan();
    Set<Way> told = new HashSet<>();
    moment.odd().forEach(odd -> told.add(new Way(node(odd.from()), node(odd.to()))));

    assertThat(plan.ways())
        .doesNotHaveDuplicates()
        .hasSizeLessThan(JoinPlan.WAYS + 2 * Planner.PAIRS)
        .allSatisfy(
            way ->
                assertThat(told.contains(way) || trait(moment, way.from(), Trait.STALE, Trait.SLOW))
                    .isTrue());
    assertThat(plan.again().filter(after -> !after.isPositive())).isEmpty();
  }
}
