package io.nessiecluster.page;

/**
 * How many columns a text takes in a terminal, at most. Marks, which may take none, are counted, so
 * that no pile of them is endless; where terminals differ, the greater width is.
 */
final class Width {

  /** Where letters and signs begin that may take two columns: Hangul, and all of the East. */
  private static final int WIDE = 0x1100;

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  private static int of(int codePoint) {
    return codePoint < WIDE || isNarrowSign(codePoint) ? 1 : 2;
  }

  /** Dashes, dots, arrows, lines and the like, but for those that are drawn as pictures. */
  private static boolean isNarrowSign(int codePoint) {
    return codePoint >= 0x2000 && codePoint < 0x2e80 && !Character.isEmoji(codePoint);
  }

  /** The beginning of a text that takes so many columns at most, and at least one character. */
  static String head(String text, int columns) {
    int end = 0;
    int taken = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      taken += of(codePoint);
      if (taken > columns && end > 0) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  /** The text, cut to so many columns, two at least; a sign says that something is left out. */
  static String cut(String text, int columns) {
    return of(text) <= columns ? text : head(text, columns - 1) + "…";
  }
}
