package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A link that was lost and made again between two sweeps is told once. */
class FlapsTest {

  private static final NodeName A = new NodeName("app@a");
  private static final NodeName B = new NodeName("app@b");
  private static final Roster ROSTER = Roster.of(List.of(A, B));
  private static final Predicate<NodeName> ALL = _ -> true;

  private static ViewRow row(NodeName owner, NodeName other, long connection) {
    return ViewRow.of(new View(List.of(new Sighting(other, false, connection))), owner, ROSTER);
  }

  private static Flaps flaps(NodeName owner, NodeName other, long before, long now) {
    Flaps flaps = new Flaps(ROSTER);
    flaps.compare(owner, row(owner, other, before), row(owner, other, now));
    return flaps;
  }

  private static List<Pair> counted(Flaps flaps, Flaps last, Predicate<NodeName> stayed) {
    List<Pair> pairs = new ArrayList<>();
    flaps.count(last, stayed, pairs::add);
    return pairs;
  }

  private static final Flaps NONE = new Flaps(ROSTER);

  @Test
  void aConnectionOfTheSameNumberHasNotFlapped() {
    assertThat(counted(flaps(A, B, 4, 4), NONE, ALL)).isEmpty();
  }

  @Test
  void anotherNumberIsAFlapAlsoWhereItsLowByteWraps() {
    for (long number : List.of(1L, 254L, 255L, 256L, 509L, 510L, Integer.MAX_VALUE + 0L)) {
      assertThat(counted(flaps(A, B, number, number + 1), NONE, ALL))
          .containsExactly(new Pair(A, B));
    }
  }

  @Test
  void aNumberThatIsNotToldSaysNothing() {
    assertThat(counted(flaps(A, B, 0, 4), NONE, ALL)).isEmpty();
    assertThat(counted(flaps(A, B, 4, 0), NONE, ALL)).isEmpty();
  }

  @Test
  void bothTellOneFlap() {
    Flaps both = flaps(A, B, 1, 2);
    both.compare(B, row(B, A, 7), row(B, A, 8));

    assertThat(counted(both, NONE, ALL)).containsExactly(new Pair(A, B));
  }

  @Test
  void theOtherSideThatTellsItASweepLaterTellsTheSame() {
    Flaps first = flaps(A, B, 1, 2);

    assertThat(counted(first, NONE, ALL)).hasSize(1);
    assertThat(counted(flaps(B, A, 7, 8), first, ALL)).isEmpty();
  }

  @Test
  void theSameSideThatTellsItAgainTellsAnother() {
    assertThat(counted(flaps(A, B, 2, 3), flaps(A, B, 1, 2), ALL)).hasSize(1);
  }

  @Test
  void aMemberThatStartedAnewHasNotFlapped() {
    assertThat(counted(flaps(A, B, 1, 2), NONE, A::equals)).isEmpty();
  }
}
