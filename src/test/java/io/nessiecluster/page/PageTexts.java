package io.nessiecluster.page;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** What may be said to people by others, and how wide it is in a terminal. */
final class PageTexts {

  private PageTexts() {}

  /** Names, causes and details as of peers that know no rules. */
  static Arbitrary<String> hostile() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMinLength(1).ofMaxLength(255),
        Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(120),
        Arbitraries.strings().withChars("漢字한글カナ🦕e\u0301 @.").ofMinLength(1).ofMaxLength(255),
        Arbitraries.strings().withChars("a \n\t\u001b\u202e\u0000").ofMinLength(1).ofMaxLength(80),
        Arbitraries.of("<script>alert(1)</script>", "app@10.0.0.1", "x".repeat(255), " "));
  }

  /** In columns of a terminal that draws nothing over another thing. */
  static int columns(String line) {
    return line.codePoints().map(PageTexts::columns).sum();
  }

  private static int columns(int c) {
    boolean wide =
        Character.isIdeographic(c)
            || Character.isEmojiPresentation(c)
            || switch (Character.UnicodeScript.of(c)) {
              case HANGUL, HIRAGANA, KATAKANA, YI -> true;
              case BOPOMOFO -> c > 0x3000; // its tone marks U+02EA and U+02EB are narrow
              default -> false;
            };
    return wide ? 2 : 1;
  }
}
