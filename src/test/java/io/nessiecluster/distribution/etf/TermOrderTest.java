package io.nessiecluster.distribution.etf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order by which keys are found: total, and of one mind with equality. */
class TermOrderTest {

  private static final TermOrder ORDER = TermOrder.INSTANCE;

  @Property
  void equalTermsAndNoOthersAreTheSame(@ForAll("terms") Term a, @ForAll("terms") Term b) {
    assertThat(ORDER.compare(a, a)).isZero();
    assertThat(ORDER.compare(a, b) == 0).isEqualTo(a.equals(b));
    assertThat(Integer.signum(ORDER.compare(a, b))).isEqualTo(-Integer.signum(ORDER.compare(b, a)));
  }

  @Property
  void theOrderIsTransitive(
      @ForAll("terms") Term a, @ForAll("terms") Term b, @ForAll("terms") Term c) {
    List<Term> sorted = List.of(a, b, c).stream().sorted(ORDER).toList();
    assertThat(ORDER.compare(sorted.getFirst(), sorted.getLast())).isNotPositive();
  }

  @Property
  void whatWasWrittenAndReadAgainHasItsPlace(@ForAll("terms") Term term)
      throws TermDecodeException {
    Term again = TermDecoder.decode(ByteBuffer.wrap(TermEncoder.encode(term)));
    assertThat(ORDER.compare(term, again)).isZero();
  }

  @Provide
  Arbitrary<Term> terms() {
    return TermArbitraries.terms();
  }
}
