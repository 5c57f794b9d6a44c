package io.nessiecluster.distribution.etf;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.binary;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The notation; what OTP 25 prints by {@code ~0tp} where nothing else is said. */
class TermTextTest {

  private static final Atom NODE = atom("app@10.0.0.7");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "ok, ok",
        "app@10.0.0.7, 'app@10.0.0.7'",
        "a@b, a@b",
        "it's, 'it\\'s'",
        "Hello, 'Hello'",
        "a b, 'a b'",
        "_x, '_x'",
        "div, 'div'",
        "maybe, 'maybe'",
        "é, é",
        "λ, 'λ'",
        "``, ''",
      })
  void anAtomIsQuotedWhereItMustBe(String name, String text) {
    assertThat(atom(name).text()).isEqualTo(text);
  }

  @Test
  void controlCharactersNeverReachALog() {
    assertThat(atom("a\nb\u007f\u0080\0").text()).isEqualTo("'a\\nb\\d\\200\\000'");
    assertThat(string("a\nb\"c\\").text()).isEqualTo("\"a\\nb\\\"c\\\\\"");
    assertThat(string("\u007f").text()).isEqualTo("[127]");
    assertThat(binary(new byte[] {1, 97}).text()).isEqualTo("<<1,97>>");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, -0.0",
    "0.1, 0.1",
    "100.0, 100.0",
    "1000.0, 1.0e3",
    "12345.678, 12345.678",
    "0.001, 0.001",
    "0.0001, 0.0001",
    "0.000015, 1.5e-5",
    "1e300, 1.0e300",
    "9007199254740992, 9.007199254740992e15",
    "-1.5, -1.5",
  })
  void aFloatHasTheFewestDigits(double value, String text) {
    assertThat(new Float64(value).text()).isEqualTo(text);
  }

  @Test
  void stringsAndBinariesAreText() {
    assertThat(string("hello é").text()).isEqualTo("\"hello é\"");
    assertThat(list().text()).isEqualTo("[]");
    assertThat(list(integer(1), integer(955)).text()).isEqualTo("[1,955]");
    assertThat(utf8("hello").text()).isEqualTo("<<\"hello\">>");
    assertThat(utf8("é").text()).isEqualTo("<<\"é\"/utf8>>");
    assertThat(binary(new byte[0]).text()).isEqualTo("<<>>");
    assertThat(new BitBinary(Bytes.copyOf(new byte[] {1, (byte) 0xa0}), 3).text())
        .isEqualTo("<<1,5:3>>");
  }

  @Test
  void whatHoldsTermsShowsThem() {
    assertThat(tuple(atom("ok"), list(tuple(), integer(-1))).text()).isEqualTo("{ok,[{},-1]}");
    assertThat(ImproperList.of(List.of(integer(1), integer(2)), atom("c")).text())
        .isEqualTo("[1,2|c]");
    assertThat(new MapTerm(Map.of(atom("a"), utf8("b"))).text()).isEqualTo("#{a => <<\"b\">>}");
    assertThat(new Export(atom("erlang"), atom("A b"), 1).text()).isEqualTo("fun erlang:'A b'/1");
    assertThat(integer(BigInteger.ONE.shiftLeft(64)).text()).isEqualTo("18446744073709551616");
  }

  @Test
  void whatErlangPrintsByItsOwnNumbersCarriesTheNode() {
    assertThat(new Pid(NODE, 5, 0, 1).text()).isEqualTo("<app@10.0.0.7.5.0>");
    assertThat(new Port(NODE, 7, 1).text()).isEqualTo("#Port<app@10.0.0.7.7>");
    assertThat(new Reference(NODE, 1, List.of(1, 2, -1)).text())
        .isEqualTo("#Ref<app@10.0.0.7.4294967295.2.1>");
    assertThat(new Fun(Bytes.copyOf(new byte[25])).text()).isEqualTo("#Fun<25 bytes>");
  }

  @Test
  void depthAndLengthAreBounded() {
    Term deep = atom("core");
    for (int i = 0; i < 100_000; i++) {
      deep = tuple(deep);
    }
    assertThat(deep.text()).contains("{...}").doesNotContain("core");
    assertThat(new ListTerm(Collections.nCopies(1_000_000, atom("x"))).text())
        .hasSizeLessThan(9000)
        .endsWith("...");
    assertThat(utf8("😀".repeat(10_000)).text()).hasSizeLessThan(9000).endsWith("...");
    assertThat(integer(BigInteger.ONE.shiftLeft(10_000_000)).text()).isEqualTo("...");
  }

  @Property
  void anyTermHasATextOfOneLine(@ForAll("terms") Term term) {
    assertThat(term.text()).isNotEmpty().hasLineCount(1).hasSizeLessThan(9000);
    assertThat(term).hasToString(term.text());
  }

  @Provide
  Arbitrary<Term> terms() {
    return TermArbitraries.terms();
  }

  private static Term string(String text) {
    return ListTerm.ofBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Term utf8(String text) {
    return binary(text.getBytes(StandardCharsets.UTF_8));
  }
}
