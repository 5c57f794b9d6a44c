package io.nessiecluster.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The newest of what was added. */
class RingTest {

  @Property
  void itKeepsTheNewestUpToItsCapacity(
      @ForAll List<Integer> added, @ForAll @IntRange(max = 10) int capacity) {
    Ring<Integer> ring = new Ring<>(capacity);
    added.forEach(ring::add);

    List<Integer> newest = added.subList(Math.max(0, added.size() - capacity), added.size());
    assertThat(ring.newestFirst()).isEqualTo(newest.reversed());
  }

  @Test
  void replacingTheNewestOfNoneAddsNothing() {
    Ring<String> ring = new Ring<>(2);
    ring.replaceNewest("a");
    assertThat(ring.newestFirst()).isEmpty();
    ring.add("b");
    ring.replaceNewest("c");
    assertThat(ring.newestFirst()).containsExactly("c");
  }

  @Test
  void aNegativeCapacityIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ring<String>(-1));
  }
}
