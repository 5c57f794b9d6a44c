package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of a mesh whatever its members say. */
class MeshPropertiesTest {

  private static final int MEMBERS = 7;
  private static final int NODES = MEMBERS + 3; // and strangers

  /** What a member says: whom it lists, twice if so, hidden or not; new or of the last sweep. */
  record Said(List<Sighting> sightings, boolean isNew) {}

  /**
   * A moment.
   *
   * @param before what was said in the sweep before
   */
  record Moment(int members, Map<NodeName, Said> before, Map<NodeName, Said> now) {}

  private static NodeName node(int number) {
    return new NodeName("app@" + (char) ('a' + number));
  }

  @Provide
  Arbitrary<Moment> moments() {
    Arbitrary<Sighting> sightings =
        Combinators.combine(
                Arbitraries.integers().between(0, NODES - 1),
                Arbitraries.frequency(Tuple.of(8, false), Tuple.of(1, true)),
                Arbitraries.longs().between(0, 3))
            .as((number, hidden, connection) -> new Sighting(node(number), hidden, connection));
    Arbitrary<Said> said =
        Combinators.combine(
                sightings.list().ofMaxSize(2 * MEMBERS), Arbitraries.of(true, true, false))
            .as(Said::new);
    Arbitrary<Map<NodeName, Said>> all =
        said.optional(0.8).list().ofSize(MEMBERS).map(MeshPropertiesTest::byName);
    return Combinators.combine(Arbitraries.integers().between(0, MEMBERS), all, all)
        .as(Moment::new);
  }

  private static Map<NodeName, Said> byName(List<Optional<Said>> said) {
    Map<NodeName, Said> byName = new LinkedHashMap<>();
    for (int i = 0; i < said.size(); i++) {
      NodeName name = node(i);
      said.get(i).ifPresent(its -> byName.put(name, its));
    }
    return byName;
  }

  private static List<NodeName> members(Moment moment) {
    return IntStream.range(0, moment.members()).mapToObj(MeshPropertiesTest::node).toList();
  }

  private static Mesh mesh(Moment moment) {
    return mesh(members(moment), moment.before(), moment.now());
  }

  private static Mesh mesh(
      List<NodeName> members, Map<NodeName, Said> before, Map<NodeName, Said> now) {
    Halves halves = one(members, before, Halves.NONE).newHalves();
    return one(members, now, halves);
  }

  private static Mesh one(List<NodeName> members, Map<NodeName, Said> said, Halves before) {
    Roster roster = Roster.of(members);
    Map<NodeName, FreshView> views = new LinkedHashMap<>();
    said.forEach(
        (name, its) ->
            views.put(
                name,
                new FreshView(ViewRow.of(new View(its.sightings()), name, roster), its.isNew())));
    return Mesh.of(roster, views, before, _ -> false);
  }

  /** The definition, in the plainest words. */
  private static final class Model {
    final List<NodeName> members;
    final Map<NodeName, Said> before;
    final Map<NodeName, Said> now;

    Model(Moment moment) {
      members = members(moment);
      before = moment.before();
      now = moment.now();
    }

    boolean isFresh(NodeName member) {
      return now.containsKey(member);
    }

    static boolean lists(Map<NodeName, Said> said, NodeName one, NodeName other) {
      return said.containsKey(one)
          && said.get(one).sightings().stream()
              .anyMatch(s -> s.node().equals(other) && !s.hidden());
    }

    LinkState link(NodeName one, NodeName other) {
      if (!isFresh(one) || !isFresh(other)) {
        return LinkState.UNKNOWN;
      }
      boolean there = lists(now, one, other);
      boolean back = lists(now, other, one);
      if (there && back) {
        return LinkState.BOTH;
      }
      if (!there && !back) {
        return LinkState.MISSING;
      }
      boolean wasSo =
          before.containsKey(one)
              && before.containsKey(other)
              && lists(before, one, other) == there
              && lists(before, other, one) == back
              && areNew(before, one, other);
      return wasSo && areNew(now, one, other) ? LinkState.ONE_SIDED : LinkState.RACE;
    }

    static boolean areNew(Map<NodeName, Said> said, NodeName one, NodeName other) {
      return said.get(one).isNew() && said.get(other).isNew();
    }

    Set<Set<NodeName>> islands() {
      Set<Set<NodeName>> islands = new HashSet<>();
      for (NodeName member : members) {
        Set<NodeName> island = new TreeSet<>(Set.of(member));
        boolean grew = true;
        while (grew) {
          grew = false;
          for (NodeName other : members) {
            if (island.stream().anyMatch(o -> lists(now, o, other) || lists(now, other, o))) {
              grew |= island.add(other);
            }
          }
        }
        islands.add(island);
      }
      return islands;
    }

    long pairs(LinkState state) {
      return members.stream()
          .mapToLong(
              a -> members.stream().filter(b -> a.compareTo(b) < 0 && link(a, b) == state).count())
          .sum();
    }

    Verdict verdict() {
      if (members.size() < 2) {
        return Verdict.ALONE;
      }
      if (members.stream().filter(this::isFresh).count() < 2) {
        return Verdict.UNKNOWN;
      }
      if (islands().stream().filter(i -> i.stream().anyMatch(this::isFresh)).count() > 1) {
        return Verdict.SPLIT;
      }
      return pairs(LinkState.MISSING) + pairs(LinkState.ONE_SIDED) > 0
          ? Verdict.PARTIAL
          : Verdict.WHOLE;
    }
  }

  @Property
  void itIsWhatTheDefinitionSays(@ForAll("moments") Moment moment) {
    Mesh mesh = mesh(moment);
    Model model = new Model(moment);

    assertThat(mesh.verdict()).isEqualTo(model.verdict());
    assertThat((long) mesh.missingLinks()).isEqualTo(model.pairs(LinkState.MISSING));
    assertThat((long) mesh.oneSidedLinks()).isEqualTo(model.pairs(LinkState.ONE_SIDED));
    assertThat(mesh.islands().stream().map(island -> Set.copyOf(island.members())))
        .containsExactlyInAnyOrderElementsOf(model.islands());
    for (NodeName one : model.members) {
      for (NodeName other : model.members) {
        if (!one.equals(other)) {
          assertThat(mesh.link(one, other)).isEqualTo(model.link(one, other));
        }
      }
      assertThat(mesh.tally(one).missedBy())
          .isEqualTo((int) model.members.stream().filter(o -> misses(model, o, one)).count());
    }
  }

  private static boolean misses(Model model, NodeName one, NodeName other) {
    return !one.equals(other)
        && Set.of(LinkState.MISSING, LinkState.ONE_SIDED).contains(model.link(one, other))
        && !Model.lists(model.now, one, other);
  }

  @Property
  void islandsPartitionTheMembers(@ForAll("moments") Moment moment) {
    Mesh mesh = mesh(moment);

    assertThat(mesh.islands().stream().flatMap(island -> island.members().stream()))
        .containsExactlyInAnyOrderElementsOf(members(moment));
    for (int i = 0; i < mesh.islands().size(); i++) {
      for (NodeName member : mesh.islands().get(i).members()) {
        assertThat(mesh.tally(member).island()).isEqualTo(i);
      }
    }
  }

  @Property
  void otherNamesMakeNoOtherMesh(@ForAll("moments") Moment moment, @ForAll Random random) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, NODES).boxed().toList());
    Collections.shuffle(numbers, random);
    Map<NodeName, NodeName> names = new HashMap<>();
    for (int i = 0; i < NODES; i++) {
      names.put(node(i), node(numbers.get(i)));
    }
    Mesh mesh = mesh(moment);
    List<NodeName> members = members(moment).stream().map(names::get).toList();
    Mesh renamed = mesh(members, renamed(moment.before(), names), renamed(moment.now(), names));

    assertThat(renamed.verdict()).isEqualTo(mesh.verdict());
    assertThat(renamed.missingLinks()).isEqualTo(mesh.missingLinks());
    assertThat(renamed.oneSidedLinks()).isEqualTo(mesh.oneSidedLinks());
    assertThat(renamed.strangers()).isEqualTo(mesh.strangers());
    for (NodeName member : members(moment)) {
      assertThat(renamed.tally(names.get(member)).missedBy())
          .isEqualTo(mesh.tally(member).missedBy());
    }
  }

  private static Map<NodeName, Said> renamed(
      Map<NodeName, Said> said, Map<NodeName, NodeName> names) {
    Map<NodeName, Said> renamed = new HashMap<>();
    said.forEach(
        (name, its) ->
            renamed.put(
                names.get(name),
                new Said(
                    its.sightings().stream()
                        .map(s -> new Sighting(names.get(s.node()), s.hidden(), s.connection()))
                        .toList(),
                    its.isNew())));
    return renamed;
  }

  @Property
  void theOrderInWhichAnswersCameAndNamesStandDoesNotMatter(
      @ForAll("moments") Moment moment, @ForAll Random random) {
    Mesh mesh = mesh(moment);
    Mesh shuffled =
        mesh(
            shuffled(members(moment), random),
            shuffled(moment.before(), random),
            shuffled(moment.now(), random));

    assertThat(shuffled.verdict()).isEqualTo(mesh.verdict());
    assertThat(shuffled.islands()).isEqualTo(mesh.islands());
    assertThat(shuffled.gaps(100)).isEqualTo(mesh.gaps(100));
    assertThat(shuffled.strangersFirst()).isEqualTo(mesh.strangersFirst());
    for (NodeName member : members(moment)) {
      assertThat(shuffled.tally(member)).isEqualTo(mesh.tally(member));
    }
  }

  private static <T> List<T> shuffled(List<T> list, Random random) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static Map<NodeName, Said> shuffled(Map<NodeName, Said> said, Random random) {
    Map<NodeName, Said> shuffled = new LinkedHashMap<>();
    for (NodeName name : shuffled(List.copyOf(said.keySet()), random)) {
      Said its = said.get(name);
      shuffled.put(name, new Said(shuffled(its.sightings(), random), its.isNew()));
    }
    return shuffled;
  }

  @Property
  void nobodyIsMissedWhoTellsNothing(@ForAll("moments") Moment moment) {
    Mesh mesh = mesh(moment);
    Set<NodeName> told = moment.now().keySet();

    assertThat(mesh.gaps(1_000)).allSatisfy(gap -> assertThat(told).contains(gap.from(), gap.to()));
    assertThat(mesh.gaps(1_000)).hasSize(mesh.missingLinks() + mesh.oneSidedLinks());
    for (NodeName member : members(moment)) {
      if (!told.contains(member)) {
        assertThat(mesh.tally(member).missedBy()).isZero();
        assertThat(mesh.tally(member).misses()).isEmpty();
      }
    }
    if (mesh.verdict() == Verdict.SPLIT) {
      assertThat(mesh.missingLinks()).isPositive();
    }
  }

  @Property
  void membersWhoComeOrGoLeaveWhatIsKeptOfTheOthersAsItIs(
      @ForAll("moments") Moment moment, @ForAll("moments") Moment later) {
    Roster before = Roster.of(members(moment));
    Roster after = Roster.of(members(later));
    moment
        .now()
        .forEach(
            (name, its) -> {
              ViewRow moved = ViewRow.of(new View(its.sightings()), name, before).on(after, name);
              ViewRow direct = ViewRow.of(new View(its.sightings()), name, after);
              for (int i = 0; i < NODES; i++) {
                assertThat(moved.sees(node(i))).isEqualTo(direct.sees(node(i)));
              }
              assertThat(moved.strangers()).isEqualTo(direct.strangers());
            });
  }
}
