package io.nessiecluster.mesh.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Stranger;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.GlobalLock;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import io.nessiecluster.mesh.Vitals.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever members say, in whatever order. */
class ChecksPropertiesTest {

  private static final MeshSettings SETTINGS = MeshSettings.DEFAULT;

  @Property(tries = 300)
  void noEvidenceIsTooMuch(@ForAll("evidences") List<Evidence> looks) {
    ManualTime time = new ManualTime();
    Checks checks = new Checks(SETTINGS, time);
    for (Evidence each : looks) {
      time.advance(Duration.ofMinutes(2));
      assertThat(checks.judge(each, time.instant()))
          .hasSize(Check.Id.values().length)
          .allSatisfy(
              check -> {
                assertThat(check.evidence()).isNotEmpty().hasSizeLessThanOrEqualTo(1_001);
                assertThat(Printable.shows(check.evidence())).as(check.evidence()).isTrue();
                assertThat(check.nodes()).doesNotHaveDuplicates().isSorted().hasSizeLessThan(101);
              });
    }
  }

  @Property(tries = 300)
  void theOrderOfMembersDoesNotMatter(
      @ForAll("evidences") List<Evidence> looks, @ForAll Random order) {
    ManualTime time = new ManualTime();
    Checks checks = new Checks(SETTINGS, time);
    Checks others = new Checks(SETTINGS, time);
    for (Evidence each : looks) {
      time.advance(Duration.ofMinutes(2));
      assertThat(others.judge(shuffled(each, order), time.instant()))
          .isEqualTo(checks.judge(each, time.instant()));
    }
  }

  @Property(tries = 300)
  void whereNobodyToldAnythingNothingPassesOrIsWrong(@ForAll("evidences") List<Evidence> looks) {
    Checks checks = new Checks(SETTINGS, new ManualTime());
    for (Evidence each : looks) {
      Evidence silent =
          new Evidence(
              each.members().stream().map(ChecksPropertiesTest::silenced).toList(),
              each.members().stream()
                  .map(member -> new Island(false, List.of(member.member())))
                  .toList(),
              0,
              List.of(),
              Map.of());
      assertThat(checks.judge(silent, ManualTime.START))
          .extracting(Check::status)
          .isSubsetOf(Check.Status.UNKNOWN, Check.Status.SKIPPED);
    }
  }

  private static Witness silenced(Witness witness) {
    return new Witness(
        witness.member(), false, Optional.empty(), Optional.empty(), false, 0, _ -> false);
  }

  private static Evidence shuffled(Evidence evidence, Random order) {
    List<Witness> members = new ArrayList<>(evidence.members());
    Collections.shuffle(members, order);
    return new Evidence(
        members,
        evidence.islands(),
        evidence.strangers(),
        evidence.strangersFirst(),
        evidence.globalNames());
  }

  @Provide
  Arbitrary<List<Evidence>> evidences() {
    return evidence().list().ofMinSize(1).ofMaxSize(4);
  }

  private static Arbitrary<Evidence> evidence() {
    Arbitrary<List<Witness>> members =
        witness()
            .list()
            .ofMaxSize(12)
            .uniqueElements(Witness::member)
            .map(list -> list.stream().sorted(Comparator.comparing(Witness::member)).toList());
    Arbitrary<List<Stranger>> strangers =
        name().map(node -> new Stranger(node, 1, List.of())).list().ofMaxSize(7);
    Arbitrary<Map<Integer, Set<String>>> names =
        Arbitraries.maps(Arbitraries.integers().between(-1, 14), word().set().ofMaxSize(8))
            .ofMaxSize(4);
    return Combinators.combine(members, Arbitraries.integers().between(1, 5), strangers, names)
        .as(
            (those, parts, others, global) ->
                new Evidence(those, islands(those, parts), others.size(), others, global));
  }

  private static List<Island> islands(List<Witness> members, int parts) {
    List<Island> islands = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      List<NodeName> here = new ArrayList<>();
      for (int i = part; i < members.size(); i += parts) {
        here.add(members.get(i).member());
      }
      if (!here.isEmpty()) {
        islands.add(new Island(part % 3 != 2, here));
      }
    }
    return islands;
  }

  private static Arbitrary<Witness> witness() {
    Predicate<NodeName> some = node -> node.text().hashCode() % 2 == 0;
    return Combinators.combine(
            name(), facts().optional(), vitals().optional(), Arbitraries.of(true, false))
        .as((name, facts, vitals, slow) -> new Witness(name, true, facts, vitals, slow, 0, some));
  }

  private static Arbitrary<MemberFacts> facts() {
    return Combinators.combine(
            Arbitraries.of("25", "27", ""),
            Arbitraries.longs().greaterOrEqual(0).map(Duration::ofMillis),
            word().optional(),
            word().optional(),
            Arbitraries.longs(),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(MemberFacts::new);
  }

  private static Arbitrary<Vitals> vitals() {
    Arbitrary<MnesiaNodes> mnesia =
        Combinators.combine(name().set().ofMaxSize(5), name().set().ofMaxSize(5))
            .as(MnesiaNodes::new);
    Arbitrary<GlobalLock> lock = Combinators.combine(word(), word()).as(GlobalLock::new);
    return Combinators.combine(
            usage(),
            usage(),
            usage(),
            mnesia.optional(),
            lock.list().ofMaxSize(5),
            Arbitraries.longs(),
            Arbitraries.of(Vitals.Product.class).set())
        .as(Vitals::new);
  }

  private static Arbitrary<Usage> usage() {
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(0), Arbitraries.longs().greaterOrEqual(1))
        .as(Usage::new);
  }

  /** Few of them, so that members speak of each other; and bad ones. */
  private static Arbitrary<NodeName> name() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 15).map(n -> NodeName.of("app", "10.0.0." + n)),
        Arbitraries.of("<script>@x", "a\u202eb@\n", "x".repeat(255)).map(NodeName::new));
  }

  private static Arbitrary<String> word() {
    return Arbitraries.oneOf(
        Arbitraries.of("shop", "bank", "1.0.0", "1.0.1", ""),
        Arbitraries.strings().ofMaxLength(200));
  }
}
