package io.nessiecluster.page;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is wrong.
 *
 * @param what in one line
 * @param node that it is told of, by whose name {@code what} begins; empty = none alone
 * @param since when it was first so; empty where that is not known
 * @param hint what to do about it; empty where there is nothing to say
 */
record Trouble(
    String what, Optional<NodeName> node, Optional<Instant> since, Optional<String> hint) {

  static Trouble of(String what, String hint) {
    return new Trouble(what, Optional.empty(), Optional.empty(), Optional.of(hint));
  }

  /** Of a node: its name comes first. */
  static Trouble of(NodeName node, String what, Optional<Instant> since, Optional<String> hint) {
    return new Trouble(node.text() + what, Optional.of(node), since, hint);
  }

  /** In one line, with how long it is so. */
  String text(Instant now) {
    return what + since.map(at -> ", for " + AgeText.of(at, now)).orElse("");
  }
}
