package io.nessiecluster.distribution.etf;

/** An integer that fits 64 bits; a {@link BigInt} never holds such a value. */
public record Int(long value) implements Term {

  private static final Int[] BYTES = new Int[256];

  static {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = new Int(i);
    }
  }

  /** The term of {@code value}; shared for 0 to 255. */
  public static Int of(long value) {
    return value >= 0 && value < BYTES.length ? BYTES[(int) value] : new Int(value);
  }

  @Override
  public String toString() {
    return text();
  }
}
