package io.nessiecluster.distribution;

/** What the nodes that an own node meets are called. */
public enum PeerNaming {
  /**
   * As they are dialled: {@link ErlangNode#connect} takes a name, whose host is where the node is.
   * Who proves the cookie under the name of a live link takes its place.
   */
  BY_ADDRESS,
  /**
   * As they say: {@link ErlangNode#connectAt} takes a target, and learns the name. A name tells
   * nothing of where its node is, so a live link stays when another address comes with its name.
   */
  BY_PEER
}
