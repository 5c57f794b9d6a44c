package io.nessiecluster.cluster;

/** What the nodes at the addresses that the DNS names are called. */
public sealed interface Naming {

  /** {@code basename@address}: a node that calls itself otherwise is not connected. */
  record ByAddress() implements Naming {}

  /**
   * As the node says, once it has proven the cookie. What the DNS names is then a target, {@code
   * basename@address}, whose basename is a filter and whose host is nobody's name but by chance.
   *
   * @param names how to meet nodes by targets
   */
  record ByPeer(PeerNames names) implements Naming {}
}
