package io.nessiecluster.distribution;

import io.nessiecluster.base.NodeNames;
import java.util.Optional;

/** A node name in its two parts; the whole compares as text. */
record PeerName(String text, String basename, String host) {

  /** The parts, unless it is no {@linkplain NodeNames#isNodeName node name}. */
  static Optional<PeerName> parse(String text) {
    return NodeNames.isNodeName(text)
        ? Optional.of(new PeerName(text, NodeNames.basename(text), NodeNames.host(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
