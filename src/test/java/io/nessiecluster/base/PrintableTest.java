package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What people read is what stands there. */
class PrintableTest {

  private static final int[] UNSEEN = {
    0,
    '\n',
    '\r',
    0x1b,
    0x7f,
    0x85, // controls
    0xad,
    0x061c,
    0x200b,
    0x200d,
    0x200e,
    0x202a,
    0x202e,
    0x2060,
    0x2066,
    0x2069,
    0xfeff,
    0xe0041,
    0x2028,
    0x2029,
    0xa0,
    0x2003,
    0x3000, // ends of lines, other blanks
    0xd800,
    0xdfff,
    0xe000,
    0x0378,
    0xffff,
    0x10ffff, // half pairs, private use, no characters
    0x034f,
    0x115f,
    0x3164,
    0xffa0,
    0x180b,
    0xfe0f,
    0xe0100,
    0x2800 // of no width
  };

  @Example
  void whatIsNotSeenIsWrittenAsItsNumber() {
    for (int c : UNSEEN) {
      assertThat(Printable.shows(c)).as("U+%04X", c).isFalse();
      assertThat(Printable.text("a" + Character.toString(c) + "b"))
          .isEqualTo("a\\u{%X}b".formatted(c));
    }
  }

  @Example
  void whatIsSeenStays() {
    String text = "app-1@10.0.0.1 [fd00::1]: \"é λ 日本 नमस्ते عربي 😀 \\ ~\"";
    assertThat(Printable.text(text)).isSameAs(text);
  }

  @Property
  void theTextShowsAndIsNotEscapedTwice(@ForAll String text) {
    String once = Printable.text(text);
    assertThat(Printable.shows(once)).isTrue();
    assertThat(once.lines().count()).isLessThanOrEqualTo(1);
    assertThat(Printable.text(once)).isEqualTo(once);
  }

  @Property
  void noCharacterThatShowsTurnsTheDirectionOrEndsALine(
      @ForAll @IntRange(max = Character.MAX_CODE_POINT) int c) {
    if (Printable.shows(c)) {
      assertThat(Character.isIdentifierIgnorable(c) || Character.isISOControl(c)).isFalse();
      assertThat(Character.isSpaceChar(c)).isEqualTo(c == ' ');
    }
  }
}
