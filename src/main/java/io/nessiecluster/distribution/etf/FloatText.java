package io.nessiecluster.distribution.etf;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The text of a float in FLOAT_EXT: what {@code "%.20e"} prints, padded with zero bytes. */
final class FloatText {

  static final int BYTES = 31;

  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\0*");

  private FloatText() {}

  /** The value; infinite where the exponent is too large. */
  static double read(byte[] text) throws TermDecodeException {
    var matcher = DECIMAL.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw new TermDecodeException("the text of a float is no number");
    }
    return Double.parseDouble(matcher.group(1));
  }
}
