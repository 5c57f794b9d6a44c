package io.nessiecluster.distribution.etf;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermTest {

  private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);

  @Test
  void anIntegerIsOneTermWhateverItsSize() {
    assertThat(integer(BigInteger.valueOf(Long.MAX_VALUE))).isEqualTo(integer(Long.MAX_VALUE));
    assertThat(integer(TWO_TO_63.negate())).isEqualTo(integer(Long.MIN_VALUE));
    assertThat(integer(TWO_TO_63)).isEqualTo(new BigInt(TWO_TO_63));
    assertThatIllegalArgumentException().isThrownBy(() -> new BigInt(BigInteger.TEN));
  }

  @Test
  void aListOfBytesEqualsTheListOfTheSameIntegers() {
    ListTerm bytes = ListTerm.ofBytes(new byte[] {1, (byte) 200});

    assertThat(bytes).isEqualTo(list(integer(1), integer(200)));
    assertThat(list(integer(1), integer(200))).isEqualTo(bytes).hasSameHashCodeAs(bytes);
    assertThat(ListTerm.ofBytes(new byte[0])).isEqualTo(list());
  }

  @Test
  void aListThatEndsInAListIsOneList() {
    assertThat(ImproperList.of(List.of(integer(1)), list(integer(2))))
        .isEqualTo(list(integer(1), integer(2)));
    assertThat(ImproperList.of(List.of(integer(1)), ListTerm.ofBytes(new byte[] {2})))
        .isEqualTo(list(integer(1), integer(2)));
    assertThat(
            ImproperList.of(List.of(integer(1)), new ImproperList(List.of(integer(2)), integer(3))))
        .isEqualTo(new ImproperList(List.of(integer(1), integer(2)), integer(3)));
    assertThat(ImproperList.of(List.of(), integer(3))).isEqualTo(integer(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImproperList(List.of(integer(1)), list()));
  }

  @Test
  void theOrderOfAMapDoesNotCount() {
    assertThat(new MapTerm(Map.of(atom("a"), integer(1), atom("b"), integer(2))))
        .isEqualTo(new MapTerm(Map.of(atom("b"), integer(2), atom("a"), integer(1))));
  }

  @Test
  void zeroHasASign() {
    assertThat(new Float64(0.0)).isNotEqualTo(new Float64(-0.0));
  }

  @Test
  void unusedBitsDoNotCount() {
    assertThat(new BitBinary(Bytes.copyOf(new byte[] {(byte) 0xbf}), 3))
        .isEqualTo(new BitBinary(Bytes.copyOf(new byte[] {(byte) 0xa0}), 3));
  }

  @Test
  void aTermDoesNotChangeWithWhatItWasMadeOf() {
    byte[] bytes = {1, 2};
    Binary binary = Term.binary(bytes);
    ListTerm charlist = ListTerm.ofBytes(bytes);
    List<Term> elements = new ArrayList<>(List.of(integer(1)));
    Tuple tuple = new Tuple(elements);

    bytes[0] = 9;
    elements.set(0, integer(9));
    binary.bytes().toArray()[0] = 9;

    assertThat(binary.bytes().toArray()).containsExactly(1, 2);
    assertThat(charlist).isEqualTo(list(integer(1), integer(2)));
    assertThat(tuple).isEqualTo(tuple(integer(1)));
  }

  @Test
  void whatErlangDoesNotHaveIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> atom("x".repeat(256)));
    assertThatIllegalArgumentException().isThrownBy(() -> atom("\ud83d"));
    assertThatIllegalArgumentException().isThrownBy(() -> atom("\ude00\ud83d"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Float64(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Reference(atom("n@h"), 1, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Export(atom("m"), atom("f"), 256));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8361 00",
    "255, 8361 ff",
    "256, 8362 00000100",
    "-1, 8362 ffffffff",
    "2147483647, 8362 7fffffff",
    "2147483648, 836e 04 00 00000080",
    "-9223372036854775808, 836e 08 01 0000000000000080",
    "18446744073709551615, 836e 08 00 ffffffffffffffff",
  })
  void anIntegerIsWrittenInItsShortestForm(BigInteger value, String hex) {
    assertThat(HexFormat.of().formatHex(TermEncoder.encode(integer(value))))
        .isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void aTermThatNobodyWouldReadIsNotWritten() {
    Term deep = list();
    for (int i = 0; i <= Term.MAX_DEPTH; i++) {
      deep = tuple(deep);
    }
    Term tooDeep = deep;
    assertThatIllegalArgumentException().isThrownBy(() -> TermEncoder.encode(tooDeep));
  }
}
