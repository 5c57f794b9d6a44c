package io.nessiecluster.page;

/** How many of something there are, in English. */
final class Count {

  private Count() {}

  /** So many of what is called so, of which the plural ends with an s. */
  static String of(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }
}
