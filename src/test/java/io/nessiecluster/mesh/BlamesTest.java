package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** Who is blamed for missing links, and in which words. */
class BlamesTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** Pairs of members, by number, that miss each other. */
  private final Set<Set<Integer>> cut = new HashSet<>();

  @BeforeTry
  void nothingIsCut() {
    cut.clear();
  }

  private static NodeName node(int number) {
    return NodeName.of("app", "10.0.0." + number);
  }

  private static int number(NodeName node) {
    return Integer.parseInt(node.text().substring("app@10.0.0.".length()));
  }

  private void cut(int one, int other) {
    cut.add(Set.of(one, other));
  }

  private void cutOff(int one, int members) {
    IntStream.rangeClosed(1, members).filter(i -> i != one).forEach(i -> cut(one, i));
  }

  /** The rows of a mesh of members 1, 2, … with fresh views, all linked but for what is cut. */
  private List<MemberRow> rows(int members) {
    return IntStream.rangeClosed(1, members).mapToObj(i -> row(i, members, true)).toList();
  }

  private MemberRow row(int number, int members, boolean fresh) {
    List<NodeName> missed =
        IntStream.rangeClosed(1, members)
            .filter(i -> i != number && cut.contains(Set.of(i, number)))
            .mapToObj(BlamesTest::node)
            .toList();
    return new MemberRow(
        new Member(node(number), Optional.empty(), true, 1),
        Optional.empty(),
        Optional.of(AT),
        fresh,
        Optional.empty(),
        0,
        members - 1 - missed.size(),
        missed.size(),
        missed,
        missed,
        0);
  }

  private static Defect missing(int from, int to, LinkCause there, LinkCause back) {
    return new Defect(
        node(from),
        node(to),
        Defect.Kind.MISSING,
        AT,
        Optional.of(new Reach(there, "at " + node(to).host().orElseThrow() + ":4370")),
        Optional.of(new Reach(back, "at " + node(from).host().orElseThrow() + ":4370")));
  }

  @Test
  void nobodyIsToBlameForAWholeMesh() {
    assertThat(Blames.of(rows(5), 5, List.of())).isEmpty();
    assertThat(Blames.of(List.of(), 0, List.of())).isEmpty();
  }

  @Test
  void whomAllMissIsBlamedAndNotTheyForMissingIt() {
    cutOff(3, 5);

    assertThat(Blames.of(rows(5), 5, List.of()))
        .containsExactly(new Blame(node(3), 4, 4, Map.of(), "app@10.0.0.3 is missed by 4 of 4"));
  }

  @Test
  void itIsToldWhatBlocksTheWayToIt() {
    cutOff(3, 5);
    List<Defect> defects =
        List.of(
            missing(1, 3, LinkCause.REACHABLE, LinkCause.REACHABLE),
            missing(3, 2, LinkCause.REACHABLE, LinkCause.CONNECT_TIMEOUT),
            missing(3, 4, LinkCause.REACHABLE, LinkCause.CONNECT_TIMEOUT));

    Blame blame = Blames.of(rows(5), 5, defects).getFirst();

    assertThat(blame.message())
        .isEqualTo(
            "app@10.0.0.3 is missed by 4 of 4: the way to it is blocked"
                + " (connect_timeout: at 10.0.0.3:4370)");
    assertThat(blame.causes())
        .isEqualTo(Map.of(LinkCause.REACHABLE, 4, LinkCause.CONNECT_TIMEOUT, 2));
  }

  @Test
  void itIsToldWhatBlocksItsWayToOthersWhenItCanBeReached() {
    cutOff(3, 5);
    List<Defect> defects = List.of(missing(1, 3, LinkCause.REACHABLE, LinkCause.EPMD_UNREACHABLE));

    assertThat(Blames.of(rows(5), 5, defects).getFirst().message())
        .endsWith("4 of 4: its way to others is blocked (epmd_unreachable: at 10.0.0.1:4370)");
  }

  @Test
  void itIsToldWhenNothingIsInTheWay() {
    cutOff(3, 5);
    List<Defect> free = List.of(missing(1, 3, LinkCause.REACHABLE, LinkCause.UNKNOWN));
    List<Defect> unknown = List.of(missing(1, 3, LinkCause.UNKNOWN, LinkCause.UNKNOWN));

    assertThat(Blames.of(rows(5), 5, free).getFirst().message())
        .endsWith("4 of 4: nothing is in the way");
    assertThat(Blames.of(rows(5), 5, unknown).getFirst().message()).endsWith("4 of 4");
  }

  @Test
  void oneBlockedPairIsTheFaultOfNeither() {
    cut(1, 2);

    assertThat(Blames.of(rows(5), 5, List.of())).isEmpty();
  }

  @Test
  void loneNodesAndHalvesAreTheFaultOfNobody() {
    IntStream.rangeClosed(1, 5).forEach(i -> cutOff(i, 5));
    assertThat(Blames.of(rows(5), 5, List.of())).isEmpty();
    cut.clear();
    for (int i = 1; i <= 3; i++) {
      for (int j = 4; j <= 6; j++) {
        cut(i, j);
      }
    }
    assertThat(Blames.of(rows(6), 6, List.of())).isEmpty();
  }

  @Test
  void theWorstComesFirst() {
    cutOff(2, 7);
    IntStream.of(1, 2, 3, 4).forEach(i -> cut(6, i));

    assertThat(Blames.of(rows(7), 7, List.of()))
        .extracting(Blame::member, Blame::missedBy)
        .containsExactly(tuple(node(2), 6), tuple(node(6), 4));
  }

  @Test
  void whoseViewIsStaleIsNotBlamed() {
    cutOff(3, 5);
    List<MemberRow> rows = new ArrayList<>(rows(5));
    rows.set(2, row(3, 5, false));

    assertThat(Blames.of(rows, 4, List.of())).isEmpty();
  }

  @Test
  void aNameFullOfControlCharactersStaysOnOneLine() {
    MemberRow row = row(3, 5, true);
    NodeName nasty = new NodeName("a\n\u202e@10.0.0.3");
    MemberRow named =
        new MemberRow(
            new Member(nasty, Optional.empty(), true, 1),
            row.facts(),
            row.viewedAt(),
            true,
            row.unheard(),
            0,
            0,
            4,
            List.of(),
            List.of(),
            0);

    assertThat(Blames.of(List.of(named), 5, List.of()).getFirst().message())
        .isEqualTo("a\\u{A}\\u{202E}@10.0.0.3 is missed by 4 of 4");
  }

  @Property(tries = 300)
  void aFewWhomMostMissAreBlamedTheWorstFirst(
      @ForAll @IntRange(min = 0, max = 30) int members,
      @ForAll @IntRange(min = 0, max = 100) int percent,
      @ForAll Random random) {
    for (int i = 1; i <= members; i++) {
      for (int j = i + 1; j <= members; j++) {
        if (random.nextInt(100) < percent) {
          cut(i, j);
        }
      }
    }
    List<MemberRow> rows = rows(members);

    List<Blame> blames = Blames.of(rows, members, List.of());

    assertThat(blames)
        .hasSizeLessThanOrEqualTo(10)
        .isSortedAccordingTo(Comparator.comparingInt(Blame::missedBy).reversed())
        .doesNotHaveDuplicates()
        .allSatisfy(
            blame -> {
              assertThat(blame.of()).isEqualTo(members - 1);
              assertThat(2 * blame.missedBy()).isGreaterThan(blame.of());
              assertThat(blame.missedBy())
                  .isEqualTo(row(number(blame.member()), members, true).missedBy());
            });
    assertThat(2 * blames.size()).isLessThan(Math.max(1, members));
    assertThat(Blames.of(rows.reversed(), members, List.of())).isEqualTo(blames);
  }
}
