package io.nessiecluster.distribution.etf;

/** A binary, such as {@code <<"x">>}. */
public record Binary(Bytes bytes) implements Term {
  @Override
  public String toString() {
    return text();
  }
}
