package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The story is what its Javadoc says. */
class DemoMeshTest {

  private static final int NODES = 6;

  private static Set<Integer> island(int node) {
    Set<Integer> island = new TreeSet<>(Set.of(node));
    for (int size = 0; size < island.size(); ) {
      size = island.size();
      island.addAll(
          island.stream()
              .flatMap(
                  one ->
                      IntStream.range(0, NODES)
                          .filter(other -> DemoMesh.areLinked(one, other))
                          .boxed())
              .collect(Collectors.toSet()));
    }
    return island;
  }

  @Test
  void thereAreTwoIslandsAndOneThatIsNobodys() {
    assertThat(IntStream.range(0, NODES).mapToObj(DemoMeshTest::island).distinct())
        .containsExactly(Set.of(0, 1, 2), Set.of(3, 4), Set.of(5));
  }

  @Test
  void whoSeesIsSeen() {
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < NODES; other++) {
        assertThat(DemoMesh.areLinked(one, other)).isEqualTo(DemoMesh.areLinked(other, one));
      }
      assertThat(DemoMesh.areLinked(one, one)).isFalse();
    }
  }

  @Test
  void theWayThatIsBlockedIsOneOfAMissingLinkWithinAnIsland() {
    assertThat(DemoMesh.isBlocked(0, 2)).isTrue();
    assertThat(DemoMesh.isBlocked(2, 0)).isFalse();
    assertThat(DemoMesh.areLinked(0, 2)).isFalse();
    assertThat(island(0)).contains(2);
  }

  @Test
  void oneNodeIsOfAnotherRelease() {
    assertThat(IntStream.range(0, NODES).mapToObj(DemoMesh::releaseVersion))
        .containsOnly("1.4.2", "1.4.3")
        .filteredOn("1.4.3"::equals)
        .hasSize(1);
  }
}
