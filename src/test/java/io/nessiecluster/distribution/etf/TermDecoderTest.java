package io.nessiecluster.distribution.etf;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TermDecoderTest {

  private static final Atom NONODE = atom("nonode@nohost");
  private static final String NONODE_HEX = "64000d6e6f6e6f6465406e6f686f7374";

  /** What {@code term_to_binary} of OTP 25 made of these terms. */
  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of("83640003616263", atom("abc")),
        Arguments.of("837703616263", atom("abc")),
        Arguments.of("837702cebb", atom("λ")),
        Arguments.of("836101", integer(1)),
        Arguments.of("8362ffffffff", integer(-1)),
        Arguments.of("836280000000", integer(-2147483648)),
        Arguments.of("836e040000000080", integer(2147483648L)),
        Arguments.of("836e08010000000000000080", integer(Long.MIN_VALUE)),
        Arguments.of("836e0900000000000000000001", integer(BigInteger.ONE.shiftLeft(64))),
        Arguments.of("83463ff8000000000000", new Float64(1.5)),
        Arguments.of(
            "8363312e3530303030303030303030303030303030303030652b30300000000000", new Float64(1.5)),
        Arguments.of("836802640001616101", tuple(atom("a"), integer(1))),
        Arguments.of("836a", list()),
        Arguments.of("836b00026162", list(integer('a'), integer('b'))),
        Arguments.of("836c0000000264000161640001626a", list(atom("a"), atom("b"))),
        Arguments.of(
            "836c000000016400016164000162", new ImproperList(List.of(atom("a")), atom("b"))),
        Arguments.of("836d000000027879", Term.binary(new byte[] {'x', 'y'})),
        Arguments.of("834d0000000103a0", new BitBinary(Bytes.copyOf(new byte[] {(byte) 0xa0}), 3)),
        Arguments.of("837400000001640001616101", new MapTerm(Map.of(atom("a"), integer(1)))),
        Arguments.of("8358" + NONODE_HEX + "000000090000000000000000", new Pid(NONODE, 9, 0, 0)),
        Arguments.of(
            "835a0003" + NONODE_HEX + "000000000003842aab1c0001fa6d0cf1",
            new Reference(NONODE, 0, List.of(0x3842a, 0xab1c0001, 0xfa6d0cf1))),
        Arguments.of("8359" + NONODE_HEX + "0000000000000000", new Port(NONODE, 0, 0)),
        Arguments.of(
            "837164000665726c616e676400036162736101", new Export(atom("erlang"), atom("abs"), 1)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatErlangWritesIsRead(String hex, Term term) throws TermDecodeException {
    assertThat(decode(hex)).isEqualTo(term);
  }

  @Test
  void aTermIsReadFromAnyKindOfBuffer() throws TermDecodeException {
    byte[] term = TermEncoder.encode(tuple(atom("a"), integer(300), new Float64(1.5)));
    byte[] framed = new byte[term.length + 7];
    System.arraycopy(term, 0, framed, 3, term.length);
    ByteBuffer onHeap = ByteBuffer.wrap(framed).slice(1, framed.length - 1).position(2);
    ByteBuffer direct = ByteBuffer.allocateDirect(framed.length).put(framed).position(3);
    ByteBuffer readOnly = ByteBuffer.wrap(framed).position(3).asReadOnlyBuffer();
    for (ByteBuffer buffer : List.of(onHeap, direct, readOnly)) {
      assertThat(TermDecoder.decode(buffer))
          .isEqualTo(tuple(atom("a"), integer(300), new Float64(1.5)));
      assertThat(buffer.remaining()).as("what is behind the term").isEqualTo(4);
    }
  }

  /** Forms of older nodes, of which the documentation tells. */
  static Stream<Arguments> old() {
    return Stream.of(
        Arguments.of("837301e9", atom("é")),
        Arguments.of("83760002c3a9", atom("é")),
        Arguments.of("8367" + "730178" + "000000010000000203", new Pid(atom("x"), 1, 2, 3)),
        Arguments.of("8366" + "730178" + "ffffffff03", new Port(atom("x"), 0xffffffffL, 3)),
        Arguments.of(
            "8378" + "730178" + "000000010000000000000003", new Port(atom("x"), 1L << 32, 3)),
        Arguments.of("8365" + "730178" + "0000000103", new Reference(atom("x"), 3, List.of(1))),
        Arguments.of(
            "83720002" + "730178" + "030000000100000002",
            new Reference(atom("x"), 3, List.of(1, 2))),
        Arguments.of("836900000001" + "6a", tuple(list())),
        Arguments.of("836f0000000100" + "07", integer(7)),
        Arguments.of("836e0000", integer(0)),
        Arguments.of("836e0100ff", integer(255)),
        Arguments.of("836e0401ffffffff", integer(-0xffffffffL)),
        Arguments.of("834d0000000108ff", Term.binary(new byte[] {-1})),
        Arguments.of("836b0000", list()),
        Arguments.of("836c000000006a", list()),
        Arguments.of("836c0000000161016b000102", list(integer(1), integer(2))));
  }

  @ParameterizedTest
  @MethodSource("old")
  void otherFormsOfTheSameTermsAreReadAsEqual(String hex, Term term) throws TermDecodeException {
    assertThat(decode(hex)).isEqualTo(term);
  }

  @Test
  void aFunIsKeptAsItCame() throws TermDecodeException {
    String fun =
        "00000027" // size
            + "01" // arity
            + "00".repeat(16) // Uniq
            + "00000000" // Index
            + "00000000" // NumFree
            + "730178".repeat(2)
            + "6100"
            + "6100";
    byte[] bytes = HexFormat.of().parseHex("8370" + fun);

    Term term = TermDecoder.decode(ByteBuffer.wrap(bytes));

    assertThat(term).isInstanceOf(Fun.class);
    assertThat(TermEncoder.encode(term)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "82 6a, another version",
    "83 50 00000004 789c, compressed",
    "83 52 00, a reference to the atom cache",
    "83 79 00, a local term",
    "83 00, an unknown tag",
    "83 46 7ff0000000000000, an infinite float",
    "83 46 7ff8000000000000, no number",
    "83 63 31653939390000000000000000000000000000000000000000000000000000, a float too large",
    "83 63 30783170330000000000000000000000000000000000000000000000000000, hexadecimal",
    "83 63 4e614e0000000000000000000000000000000000000000000000000000000000, NaN as text",
    "83 77 01 ff, bad UTF-8",
    "83 77 02 c080, overlong UTF-8",
    "83 77 03 eda080, half a surrogate pair",
    "83 76 0401, an atom of more than 1020 bytes",
    "83 64 0100, an old atom of more than 255 bytes",
    "83 4d 00000001 00 ff, no bits in the last byte",
    "83 4d 00000001 09 ff, nine bits in the last byte",
    "83 4d 00000000 03, bits without bytes",
    "83 5a 0000 770178 00000001, a reference without words",
    "83 5a 0006 770178 00000001, a reference of six words",
    "83 58 6101 00000001 00000001 00000001, a pid whose node is no atom",
    "83 71 770178 770178 770178, an export whose arity is an atom",
    "83 70 00000004, a fun without a body",
    "83 70 ffffffff, a fun of a negative size",
    "83 74 00000002 6101 6102 6101 6103, a key twice",
    "83 74 00000002 6101 6102 6e010001 6103, a key twice in two forms",
  })
  void whatIsNoTermFailsWithATypedError(String hex, String why) {
    assertThatExceptionOfType(TermDecodeException.class)
        .as(why)
        .isThrownBy(() -> decode(hex.replace(" ", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "69 7fffffff",
    "69 ffffffff",
    "6c 7fffffff",
    "6c ffffffff",
    "6c 00ffffff",
    "74 7fffffff",
    "74 ffffffff",
    "74 00800000",
    "6d 7fffffff",
    "6d ffffffff",
    "6f 7fffffff 00",
    "6f ffffffff 00",
    "6f 01000001 00",
    "4d 7fffffff 08",
    "70 7fffffff",
    "6b ffff",
    "76 03fc"
  })
  void aClaimOfMoreThanThereIsFailsBeforeAnythingIsAllocated(String hex) {
    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex("83" + hex.replace(" ", "")));
    assertRefusedCheaply(in, 200_000);
  }

  @Test
  void claimsWithinClaimsDoNotAddUp() {
    int depth = Term.MAX_DEPTH - 1;
    int size = 1 << 20;
    ByteBuffer in = ByteBuffer.allocate(size).put((byte) Tag.VERSION);
    for (int i = 0; i < depth; i++) { // each tuple claims all that is left
      in.put((byte) Tag.LARGE_TUPLE).putInt(in.remaining() - Integer.BYTES);
    }
    assertRefusedCheaply(in.rewind(), 20L * size);
  }

  @Test
  void anAtomHasAtMost255CharactersHoweverManyBytes() throws TermDecodeException {
    String widest = "😀".repeat(255);
    assertThat(TermDecoder.decode(ByteBuffer.wrap(TermEncoder.encode(atom(widest)))))
        .isEqualTo(atom(widest));

    String tooLong = "8376" + "0100" + "61".repeat(256);
    assertThatExceptionOfType(TermDecodeException.class).isThrownBy(() -> decode(tooLong));
  }

  @Test
  void nestingIsReadToItsBoundAndNoDeeper() throws TermDecodeException {
    Term deepest = list();
    for (int i = 0; i < Term.MAX_DEPTH; i++) {
      deepest = tuple(deepest);
    }
    byte[] encoded = TermEncoder.encode(deepest);
    assertThat(TermDecoder.decode(ByteBuffer.wrap(encoded))).isEqualTo(deepest);

    for (String opening : List.of("6801", "6900000001", "6c00000001", "7400000001")) {
      String bomb = "83" + opening.repeat(100_000) + "6a".repeat(200_001);
      assertThatExceptionOfType(TermDecodeException.class)
          .as(opening)
          .isThrownBy(() -> decode(bomb))
          .withMessageContaining("512");
    }
    String listsInTails = "83" + "6c000000016a".repeat(100_000) + "6a";
    assertThatExceptionOfType(TermDecodeException.class).isThrownBy(() -> decode(listsInTails));
  }

  @Test
  void aListInTheTailOfAListIsCopiedOnceHoweverOftenThatNests() throws TermDecodeException {
    int levels = 500;
    int each = 2_000;
    ByteBuffer in = ByteBuffer.allocate(2 + levels * (5 + each)).put((byte) Tag.VERSION);
    for (int i = 0; i < levels; i++) {
      in.put((byte) Tag.LIST).putInt(each).put(nils(each));
    }
    in.put((byte) Tag.NIL).flip();
    long size = in.remaining();

    Term term = assertCheap(in, 40 * size);

    assertThat(((ListTerm) term).elements()).hasSize(levels * each).containsOnly(list());
  }

  @Test
  void aListInATailIsTheSameListWhateverItEndsIn() throws TermDecodeException {
    assertThat(decode("83" + "6c000000016101" + "6c000000016102" + "6c00000000" + "6a"))
        .isEqualTo(list(integer(1), integer(2)));
    assertThat(decode("83" + "6c000000016101" + "6c000000016102" + "6103"))
        .isEqualTo(new ImproperList(List.of(integer(1), integer(2)), integer(3)));
    assertThat(decode("83" + "6c00000000" + "6c000000016102" + "6b000103"))
        .isEqualTo(list(integer(2), integer(3)));
  }

  @Test
  void keysOfOneHashAreReadAsFastAsAny() {
    int keys = 20_000; // by hash: two hundred million comparisons
    ByteBuffer in = ByteBuffer.allocate(6 + keys * 43).put((byte) Tag.VERSION);
    in.put((byte) Tag.MAP).putInt(keys);
    for (int key = 0; key < keys; key++) {
      in.put((byte) Tag.SMALL_ATOM_UTF8).put((byte) 40);
      for (int bit = 0; bit < 20; bit++) {
        in.put((key >> bit & 1) == 0 ? new byte[] {'B', 'B'} : new byte[] {'A', 'a'});
      }
      in.put((byte) Tag.NIL);
    }
    Term map =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> TermDecoder.decode(in.duplicate().flip()));
    Term again =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> TermDecoder.decode(in.duplicate().flip()));

    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(map.equals(again)).isTrue());
    assertThat(((MapTerm) map).entries())
        .hasSize(keys)
        .containsEntry(atom("BB".repeat(20)), list());
  }

  @Test
  void theBeginningOfATupleIsReadWithoutItsRest() throws TermDecodeException {
    ByteBuffer in =
        ByteBuffer.wrap(HexFormat.of().parseHex("83" + "6803" + "6106" + "640001" + "61"));
    TupleHead head = TermDecoder.head(in, 2);

    assertThat(head.arity()).isEqualTo(3);
    assertThat(head.first()).containsExactly(integer(6), atom("a"));
    assertThat(in.position()).isZero();
    assertThat(TermDecoder.head(ByteBuffer.wrap(new byte[] {(byte) 131, 106}), 2))
        .isEqualTo(new TupleHead(0, List.of()));
  }

  private static byte[] nils(int count) {
    byte[] nils = new byte[count];
    Arrays.fill(nils, (byte) Tag.NIL);
    return nils;
  }

  private static Term assertCheap(ByteBuffer in, long bytes) throws TermDecodeException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Term term = TermDecoder.decode(in);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(bytes);
    return term;
  }

  private static void assertRefusedCheaply(ByteBuffer in, long bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    boolean failed = false;
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      TermDecoder.decode(in);
    } catch (TermDecodeException e) {
      failed = true;
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(failed).isTrue();
    assertThat(allocated).isLessThan(bytes);
  }

  private static Term decode(String hex) throws TermDecodeException {
    return TermDecoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }
}
