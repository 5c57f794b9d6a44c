package io.nessiecluster.page;

import java.util.Optional;

/**
 * Something that is wrong.
 *
 * @param what and since when, in one line
 * @param hint what to do about it
 */
record Trouble(String what, Optional<String> hint) {

  static Trouble of(String what, String hint) {
    return new Trouble(what, Optional.of(hint));
  }
}
