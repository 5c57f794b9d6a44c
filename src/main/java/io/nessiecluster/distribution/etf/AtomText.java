package io.nessiecluster.distribution.etf;

import io.nessiecluster.base.Printable;
import java.util.Set;
import java.util.regex.Pattern;

/** An atom as Erlang's scanner reads it, quoted where it must be; and the escapes of any quotes. */
final class AtomText {

  private static final Pattern BARE = Pattern.compile("[a-zß-öø-ÿ][a-zA-Z0-9_@ß-öø-ÿÀ-ÖØ-Þ]*");

  /** {@code erl_scan:reserved_word/1}, and {@code maybe}, which became one with OTP 27. */
  private static final Set<String> RESERVED =
      Set.of(
          "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
          "catch", "cond", "div", "else", "end", "fun", "if", "let", "maybe", "not", "of", "or",
          "orelse", "receive", "rem", "try", "when", "xor");

  private AtomText() {}

  static String of(String name) {
    if (BARE.matcher(name).matches() && !RESERVED.contains(name)) {
      return name;
    }
    StringBuilder out = new StringBuilder("'");
    name.codePoints().forEach(c -> escape(out, c, '\''));
    return out.append('\'').toString();
  }

  /** Appends a character as it stands between such quotes. */
  static void escape(StringBuilder out, int c, char quote) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case 0x0b -> out.append("\\v");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      case 0x1b -> out.append("\\e");
      case 0x7f -> out.append("\\d");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (Character.isISOControl(c)) {
          out.append('\\').append("%03o".formatted(c));
        } else if (!Printable.shows(c)) {
          out.append("\\x{%X}".formatted(c));
        } else {
          out.appendCodePoint(c);
        }
      }
    }
  }
}
