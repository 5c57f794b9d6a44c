package io.nessiecluster.base;

/**
 * Text of others that people are to read, in a log, a terminal or a page. What does not show, or
 * makes what stands beside it show otherwise, is written as its number: <code>&#92;u{202E}</code>.
 */
public final class Printable {

  private Printable() {}

  /**
   * Whether a character is seen, and as itself: a letter, mark, digit, sign or the plain space.
   * None are control and format characters (Unicode: Cc, Cf; among them those that reverse the
   * direction of writing), other blanks and ends of lines (Zs, Zl, Zp), halves of pairs, characters
   * of private use or without meaning (Cs, Co, Cn), and letters and marks that take no room
   * (Default_Ignorable_Code_Point, and the blank of Braille).
   */
  public static boolean shows(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      case Character.OTHER_LETTER, Character.NON_SPACING_MARK, Character.OTHER_SYMBOL ->
          !isBlank(codePoint);
      default -> true;
    };
  }

  private static boolean isBlank(int c) {
    return c == 0x034f // combining grapheme joiner
        || (c >= 0x115f && c <= 0x1160) // fillers of Hangul
        || c == 0x3164
        || c == 0xffa0
        || (c >= 0x17b4 && c <= 0x17b5) // inherent vowels of Khmer
        || (c >= 0x180b && c <= 0x180f) // selectors of variations
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0100 && c <= 0xe01ef)
        || c == 0x2800; // a cell of Braille without dots
  }

  /** Whether all of a text shows. */
  public static boolean shows(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return text.codePoints().allMatch(Printable::shows);
      }
    }
    return true; // plain ASCII, as nearly all that is asked about
  }

  /** The text on one line, with the numbers of those characters that do not show. */
  public static String text(String text) {
    if (shows(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (shows(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("\\u{%X}".formatted(c));
              }
            });
    return out.toString();
  }
}
