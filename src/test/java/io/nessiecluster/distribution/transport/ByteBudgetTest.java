package io.nessiecluster.distribution.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What all links together hold is bounded, and it is the greediest who pays. */
class ByteBudgetTest {

  private static final int MIB = 1 << 20;

  private final List<String> lost = new ArrayList<>();
  private final ByteBudget budget = new ByteBudget(16 * MIB, Runnable::run);

  private ByteBudget.Share share(String name) {
    return budget.share(() -> lost.add(name));
  }

  @Example
  void theFirstBytesOfALinkAreFreeEvenWhenNothingIsLeft() {
    assertThat(share("greedy").take(16 * MIB)).isTrue();
    for (int i = 0; i < 10_000; i++) {
      assertThat(share("healthy").take(ByteBudget.FREE_BYTES)).isTrue();
    }
    assertThat(lost).isEmpty();
  }

  @Example
  void theOneThatHoldsMostIsLostForOneThatWantsLess() {
    ByteBudget.Share greedy = share("greedy");
    assertThat(greedy.take(10 * MIB)).isTrue();
    assertThat(share("other").take(5 * MIB)).isTrue();

    assertThat(share("healthy").take(2 * MIB)).isTrue();

    assertThat(lost).containsExactly("greedy");
    assertThat(greedy.take(11 * MIB)).isFalse();
  }

  @Example
  void theOneThatAsksIsRefusedWhenItWouldHoldMost() {
    ByteBudget.Share asking = share("asking");
    assertThat(share("other").take(8 * MIB)).isTrue();
    assertThat(asking.take(7 * MIB)).isTrue();
    assertThat(asking.take(4 * MIB)).isFalse();
    assertThat(lost).isEmpty();
    assertThat(asking.take(ByteBudget.FREE_BYTES)).as("less of it fits").isTrue();
  }

  @Example
  void whatIsGivenBackAndWhatALostLinkHeldIsFree() {
    ByteBudget.Share one = share("one");
    assertThat(one.take(16 * MIB)).isTrue();
    one.give(16 * MIB);
    assertThat(budget.used()).isZero();
    assertThat(one.take(16 * MIB)).isTrue();
    one.close();
    assertThat(budget.used()).isZero();
    assertThat(one.take(MIB)).isFalse();
    assertThat(lost).as("it had ended by itself").isEmpty();
  }

  @Example
  void withoutAThreadToTellItTheLinkEndsWhenItAsks() {
    ByteBudget threadless =
        new ByteBudget(
            MIB,
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    ByteBudget.Share greedy = threadless.share(() -> {});
    assertThat(greedy.take(MIB)).isTrue();
    assertThat(threadless.share(() -> {}).take(MIB / 2)).isTrue();
    greedy.give(MIB / 2);
    assertThat(greedy.take(MIB)).isFalse();
  }

  @Property(tries = 200)
  void whateverHappensTheBoundHoldsAndInTheEndNothingIsUsed(@ForAll long seed) {
    Random random = new Random(seed);
    ByteBudget small = new ByteBudget(MIB, Runnable::run);
    List<ByteBudget.Share> shares = new ArrayList<>();
    int[] held = new int[20];
    for (int i = 0; i < held.length; i++) {
      shares.add(small.share(() -> {}));
    }
    for (int step = 0; step < 500; step++) {
      int i = random.nextInt(held.length);
      int bytes = random.nextInt(200_000);
      if (random.nextBoolean()) {
        held[i] += shares.get(i).take(bytes) ? bytes : 0;
      } else {
        bytes = Math.min(bytes, held[i]);
        shares.get(i).give(bytes);
        held[i] -= bytes;
      }
      assertThat(small.used()).isBetween(0, MIB);
    }
    shares.forEach(ByteBudget.Share::close);
    assertThat(small.used()).isZero();
  }
}
