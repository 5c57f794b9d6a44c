package io.nessiecluster.cluster;

import io.nessiecluster.base.NodeNames;
import java.util.Optional;

/**
 * Name of an Erlang node, {@code basename@host}, compared as text (as the BEAM does): {@code
 * app@fd00::1} and {@code app@fd00:0:0::1} are two nodes.
 *
 * <p>Any text is allowed, as any atom is a node name on the BEAM; {@link #basename()} tells whether
 * it has the form that discovery needs.
 *
 * @param text the whole name, never empty
 */
public record NodeName(String text) implements Comparable<NodeName> {

  public NodeName {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a node name must not be empty");
    }
  }

  /** The name of the node {@code basename} at {@code host}; an IPv6 host carries no brackets. */
  public static NodeName of(String basename, String host) {
    return new NodeName(basename + '@' + host);
  }

  /**
   * What stands before the first {@code @}; empty unless this is a {@linkplain NodeNames#isNodeName
   * node name}.
   */
  public Optional<String> basename() {
    return NodeNames.isNodeName(text) ? Optional.of(NodeNames.basename(text)) : Optional.empty();
  }

  /**
   * What stands behind the first {@code @}; empty unless this is a {@linkplain NodeNames#isNodeName
   * node name}.
   */
  public Optional<String> host() {
    return NodeNames.isNodeName(text) ? Optional.of(NodeNames.host(text)) : Optional.empty();
  }

  @Override
  public int compareTo(NodeName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
