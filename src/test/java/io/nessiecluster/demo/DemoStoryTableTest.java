package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The story is what its Javadoc says. */
class DemoStoryTableTest {

  private static final int NODES = 6;
  private static final DemoStory STORY = DemoStory.WATCHED;

  private static Set<Integer> island(int node) {
    Set<Integer> island = new TreeSet<>(Set.of(node));
    for (int size = 0; size < island.size(); ) {
      size = island.size();
      island.addAll(
          island.stream()
              .flatMap(
                  one ->
                      IntStream.range(0, NODES)
                          .filter(other -> STORY.areLinked(one, other))
                          .boxed())
              .collect(Collectors.toSet()));
    }
    return island;
  }

  @Test
  void thereAreTwoIslandsAndOneThatIsNobodys() {
    assertThat(IntStream.range(0, NODES).mapToObj(DemoStoryTableTest::island).distinct())
        .containsExactly(Set.of(0, 1, 2), Set.of(3, 4), Set.of(5));
  }

  @Test
  void whoSeesIsSeen() {
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < NODES; other++) {
        assertThat(STORY.areLinked(one, other)).isEqualTo(STORY.areLinked(other, one));
      }
      assertThat(STORY.areLinked(one, one)).isFalse();
    }
  }

  @Test
  void theWayThatIsBlockedIsOneOfAMissingLinkWithinAnIsland() {
    assertThat(STORY.isBlocked(0, 2)).isTrue();
    assertThat(STORY.isBlocked(2, 0)).isFalse();
    assertThat(STORY.areLinked(0, 2)).isFalse();
    assertThat(island(0)).contains(2);
  }

  @Test
  void oneNodeIsOfAnotherRelease() {
    assertThat(IntStream.range(0, NODES).mapToObj(STORY::releaseVersion))
        .containsOnly("1.4.2", "1.4.3")
        .filteredOn("1.4.3"::equals)
        .hasSize(1);
  }

  @Test
  void whereAClusterIsFormedAllButTwoAreLoneAndYoungAndNoWayIsBlocked() {
    DemoStory formed = DemoStory.FORMED;
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < NODES; other++) {
        boolean isPair = one + other == 3 && one * other == 2;
        assertThat(formed.areLinked(one, other)).isEqualTo(isPair);
        assertThat(formed.isBlocked(one, other)).isFalse();
      }
      boolean isOld = one == 1 || one == 2;
      assertThat(formed.uptimeMillis(one) < 600_000).isEqualTo(!isOld);
      assertThat(formed.hasLeader(one)).isEqualTo(isOld);
      assertThat(STORY.uptimeMillis(one)).isGreaterThan(one < 5 ? 600_000 : 0);
    }
  }
}
