package io.nessiecluster.distribution.etf;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The text of a float in FLOAT_EXT: what {@code "%.20e"} prints, padded with zero bytes; and its
 * text for people.
 */
final class FloatText {

  static final int BYTES = 31;

  private static final Pattern DECIMAL =
      Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\0*");

  private static final double ALL_INTEGERS = 0x1p53; // above, digits behind would be made up

  private FloatText() {}

  /** The fewest digits that read as the same value, with an exponent where that is shorter. */
  static String of(double value) {
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    String sign = value < 0 ? "-" : "";
    String behind = digits.length() == 1 ? "0" : digits.substring(1);
    String scientific = sign + digits.charAt(0) + "." + behind + "e" + exponent;
    String plain = exact.scale() <= 0 ? exact.toPlainString() + ".0" : exact.toPlainString();
    return Math.abs(value) < ALL_INTEGERS && plain.length() <= scientific.length()
        ? plain
        : scientific;
  }

  /** The value; infinite where the exponent is too large. */
  static double read(byte[] text) throws TermDecodeException {
    var matcher = DECIMAL.matcher(new String(text, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw new TermDecodeException("the text of a float is no number");
    }
    return Double.parseDouble(matcher.group(1));
  }
}
