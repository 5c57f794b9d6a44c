package io.nessiecluster.distribution;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.distribution.transport.Sockets;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where a node is dialled of which nothing is known but this: its basename, or that it may have
 * any, and its address. What it calls itself is seen in the handshake.
 *
 * @param basename {@link #ANY}, or that of the node
 */
record Target(String basename, InetAddress address) implements PeerKey {

  /** The basename of a target that any node fits. */
  static final String ANY = "*";

  /** The target in a text {@code basename@address}; empty when it is none. */
  static Optional<Target> parse(String text) {
    int at = text.indexOf('@');
    String basename = text.substring(0, Math.max(0, at));
    if (!basename.equals(ANY) && !NodeNames.isBasename(basename)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Target(basename, InetAddress.ofLiteral(text.substring(at + 1))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** By what the peer of a link would be looked for where it is. */
  static List<Target> of(Link link) {
    return of(link.peer(), link.remote().getAddress());
  }

  /** By what a node of this name would be looked for that is at an address. */
  static List<Target> of(String name, InetAddress address) {
    String basename = NodeNames.basename(name);
    return NodeNames.isBasename(basename)
        ? List.of(new Target(basename, address), new Target(ANY, address))
        : List.of();
  }

  boolean isAny() {
    return basename.equals(ANY);
  }

  /** Whether a node of this basename is looked for here. */
  boolean fits(String other) {
    return isAny() ? NodeNames.isBasename(other) : basename.equals(other);
  }

  /**
   * Whether both may be one node that has an address of either family, to judge by what is asked
   * for.
   */
  boolean mayBeTwin(Target other) {
    return address.getClass() != other.address.getClass()
        && (isAny() || other.isAny() || basename.equals(other.basename));
  }

  @Override
  public String toString() {
    return "target " + basename + '@' + Sockets.text(address);
  }
}
