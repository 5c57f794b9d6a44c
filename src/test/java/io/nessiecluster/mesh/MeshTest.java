package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a mesh is said to be, by the views of its members. */
class MeshTest {

  private static final NodeName A = new NodeName("app@a");
  private static final NodeName B = new NodeName("app@b");
  private static final NodeName C = new NodeName("app@c");
  private static final NodeName D = new NodeName("app@d");
  private static final NodeName SELF = new NodeName("nessie@self");
  private static final NodeName SHELL = new NodeName("remsh@a");
  private static final NodeName STRANGER = new NodeName("other@x");

  private final List<NodeName> members = new ArrayList<>();
  private final Map<NodeName, FreshView> views = new HashMap<>();

  private MeshTest members(NodeName... names) {
    members.addAll(List.of(names));
    return this;
  }

  private MeshTest sees(NodeName member, NodeName... others) {
    return view(
        member, true, Stream.of(others).map(other -> new Sighting(other, false, 1)).toList());
  }

  private MeshTest saw(NodeName member, NodeName... others) {
    return view(
        member, false, Stream.of(others).map(other -> new Sighting(other, false, 1)).toList());
  }

  private MeshTest view(NodeName member, boolean isNew, List<Sighting> sightings) {
    Roster roster = Roster.of(members);
    views.put(member, new FreshView(ViewRow.of(new View(sightings), member, roster), isNew));
    return this;
  }

  private Mesh mesh() {
    return mesh(Halves.NONE);
  }

  private Mesh mesh(Halves before) {
    return Mesh.of(Roster.of(members), views, before, Set.of(SELF, SHELL)::contains);
  }

  @Test
  void membersWhoListEachOtherAreWhole() {
    Mesh mesh = members(A, B, C).sees(A, B, C).sees(B, A, C).sees(C, A, B).mesh();

    assertThat(mesh.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.islands()).containsExactly(new Island(true, List.of(A, B, C)));
    assertThat(mesh.gaps(10)).isEmpty();
    assertThat(mesh.tally(A)).isEqualTo(new Tally(true, 0, 2, 0, List.of(), List.of()));
  }

  @Test
  void fewerThanTwoMembersAreAlone() {
    assertThat(mesh().verdict()).isEqualTo(Verdict.ALONE);
    assertThat(members(A).sees(A).mesh().verdict()).isEqualTo(Verdict.ALONE);
  }

  @Test
  void nothingIsKnownByOneViewAlone() {
    Mesh mesh = members(A, B, C).sees(A).mesh();

    assertThat(mesh.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(mesh.missingLinks()).isZero();
    assertThat(mesh.link(A, B)).isEqualTo(LinkState.UNKNOWN);
  }

  @Test
  void loneMembersAreSplitIntoAsManyIslands() {
    Mesh mesh = members(C, A, B).sees(A).sees(B).sees(C).mesh();

    assertThat(mesh.verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(mesh.islands())
        .containsExactly(
            new Island(true, List.of(A)),
            new Island(true, List.of(B)),
            new Island(true, List.of(C)));
    assertThat(mesh.missingLinks()).isEqualTo(3);
  }

  @Test
  void aChainIsOneIslandWithALinkMissing() {
    Mesh mesh = members(A, B, C).sees(A, B).sees(B, A, C).sees(C, B).mesh();

    assertThat(mesh.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(mesh.islands()).hasSize(1);
    assertThat(mesh.gaps(10)).containsExactly(new Gap(A, C, Defect.Kind.MISSING));
    assertThat(mesh.tally(A)).isEqualTo(new Tally(true, 0, 1, 1, List.of(C), List.of(C)));
    assertThat(mesh.tally(B).missedBy()).isZero();
  }

  @Test
  void aLinkOfOneSideIsARaceFirstAndOneSidedThen() {
    members(A, B).sees(A, B).sees(B);

    Mesh first = mesh();
    assertThat(first.link(A, B)).isEqualTo(LinkState.RACE);
    assertThat(first.verdict()).isEqualTo(Verdict.WHOLE);

    Mesh second = mesh(first.newHalves());
    assertThat(second.link(A, B)).isEqualTo(LinkState.ONE_SIDED);
    assertThat(second.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(second.oneSidedLinks()).isEqualTo(1);
    assertThat(second.gaps(10)).containsExactly(new Gap(A, B, Defect.Kind.ONE_SIDED));
    assertThat(second.tally(B).misses()).containsExactly(A);
    assertThat(second.tally(A).missedByFirst()).containsExactly(B);
    assertThat(second.tally(A).misses()).isEmpty();
  }

  @Test
  void aLinkThatTheOtherSideListsTheNextTimeWasARace() {
    Halves before = members(A, B).sees(A, B).sees(B).mesh().newHalves();
    sees(A).sees(B, A);

    assertThat(mesh(before).link(A, B)).isEqualTo(LinkState.RACE);
  }

  @Test
  void anOlderViewMakesNoLinkOneSided() {
    Halves before = members(A, B).sees(A, B).sees(B).mesh().newHalves();
    saw(B);

    assertThat(mesh(before).link(A, B)).isEqualTo(LinkState.RACE);
    assertThat(mesh(before).newHalves().has(1, 0)).isFalse();
  }

  @Test
  void aMemberWithoutAViewIsHeldByThoseWhoListIt() {
    Mesh mesh = members(A, B, C).sees(A, B, C).sees(B, A).mesh();

    assertThat(mesh.islands()).containsExactly(new Island(true, List.of(A, B, C)));
    assertThat(mesh.link(B, C)).isEqualTo(LinkState.UNKNOWN);
    assertThat(mesh.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.freshViews()).isEqualTo(2);
  }

  @Test
  void aMemberWithoutAViewWhomNobodyListsSplitsNothing() {
    Mesh mesh = members(A, B, C).sees(A, B).sees(B, A).mesh();

    assertThat(mesh.islands())
        .containsExactly(new Island(true, List.of(A, B)), new Island(false, List.of(C)));
    assertThat(mesh.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.gaps(10)).isEmpty();
  }

  @Test
  void twoIslandsThatASilentMemberHoldsTogetherAreOne() {
    Mesh mesh = members(A, B, C).sees(A, C).sees(B, C).mesh();

    assertThat(mesh.islands()).hasSize(1);
    assertThat(mesh.verdict()).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void theLargestIslandComesFirstAndThoseOfOneSizeByName() {
    Mesh mesh = members(A, B, C, D).sees(A).sees(B, C).sees(C, B).sees(D).mesh();

    assertThat(mesh.islands().stream().map(Island::members))
        .containsExactly(List.of(B, C), List.of(A), List.of(D));
    assertThat(mesh.tally(D).island()).isEqualTo(2);
  }

  @Test
  void theOwnNodeAndHiddenOnesAreNeitherMembersNorStrangers() {
    members(A, B)
        .view(A, true, List.of(new Sighting(B, false, 1), new Sighting(STRANGER, true, 2)))
        .sees(B, A, SELF, SHELL, STRANGER);

    assertThat(mesh().strangersFirst()).containsExactly(new Stranger(STRANGER, 1, List.of(B)));
    assertThat(mesh().strangers()).isEqualTo(1);
  }

  @Test
  void aHiddenLinkOfTwoMembersIsNone() {
    members(A, B)
        .view(A, true, List.of(new Sighting(B, true, 1)))
        .view(B, true, List.of(new Sighting(A, true, 1)));

    assertThat(mesh().link(A, B)).isEqualTo(LinkState.MISSING);
  }

  @Test
  void aViewThatNamesItselfOrANodeTwiceOrContradictsItselfSaysTheBetterOfIt() {
    members(A, B)
        .view(
            A,
            true,
            List.of(
                new Sighting(A, false, 9),
                new Sighting(B, true, 3),
                new Sighting(B, false, 1),
                new Sighting(B, false, 2)))
        .sees(B, A, A);

    assertThat(mesh().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh().tally(A).sees()).isEqualTo(1);
    assertThat(mesh().strangers()).isZero();
  }

  @Test
  void aStrangerIsCountedByThoseWhoSeeItAndTheFirstTenAreNamed() {
    List<NodeName> many = Stream.iterate(10, i -> i < 30, i -> i + 1).map(MeshTest::node).toList();
    members.addAll(many);
    many.forEach(member -> sees(member, STRANGER));

    assertThat(mesh().strangersFirst())
        .containsExactly(new Stranger(STRANGER, 20, many.subList(0, 10)));
  }

  @Test
  void ofAViewFullOfStrangersTheFirstAreKept() {
    members(A, B)
        .sees(
            A,
            Stream.iterate(999, i -> i >= 0, i -> i - 1)
                .map(MeshTest::node)
                .toArray(NodeName[]::new));

    assertThat(mesh().strangers()).isEqualTo(ViewRow.STRANGERS);
    assertThat(mesh().strangersFirst().getFirst().node()).isEqualTo(node(0));
  }

  @Test
  void whoIsNoMemberAnyMoreIsAStrangerAndWhoHasBecomeOneIsNone() {
    members(A, B, C).sees(A, B, C, D).sees(B, A).sees(C, A);
    members.remove(C);
    members.add(D);

    Mesh mesh = mesh();

    assertThat(mesh.strangersFirst()).containsExactly(new Stranger(C, 1, List.of(A)));
    assertThat(mesh.islands()).containsExactly(new Island(true, List.of(A, B, D)));
  }

  @Test
  void theLinksOfTheWorstMemberAreListedFirst() {
    Mesh mesh = members(A, B, C, D).sees(A, C).sees(B, C).sees(C, A, B).sees(D).mesh();

    assertThat(mesh.gaps(3))
        .containsExactly(
            new Gap(A, D, Defect.Kind.MISSING),
            new Gap(B, D, Defect.Kind.MISSING),
            new Gap(C, D, Defect.Kind.MISSING));
    assertThat(mesh.gaps(100)).hasSize(4).endsWith(new Gap(A, B, Defect.Kind.MISSING));
  }

  private static NodeName node(int number) {
    return new NodeName("app@10.0.0.%03d".formatted(number));
  }
}
