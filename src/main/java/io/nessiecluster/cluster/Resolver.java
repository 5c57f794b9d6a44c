package io.nessiecluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The engine behind discovery: how to look up names and how to reach nodes. Each part can be
 * replaced singly or all together, as in nessie_cluster.
 *
 * @param basename extracts the part of a node name before the {@code @}
 * @param connectNode connects to a node by name
 * @param listNodes lists this node and all that it is connected to
 * @param lookup asks the DNS for addresses
 */
public record Resolver(
    Basename basename, ConnectNode connectNode, ListNodes listNodes, Lookup lookup) {

  /**
   * The resolver of who replaces nothing, nessie_cluster's {@code default_resolver}: the basename
   * as it stands in a node's name, and one connector that dials and tells what is connected.
   */
  public static <C extends ConnectNode & ListNodes> Resolver of(C connector, Lookup lookup) {
    return new Resolver(NodeName::basename, connector, connector, lookup);
  }

  /** Extracts the base name of a node. */
  @FunctionalInterface
  public interface Basename {
    /** The part before the {@code @}, or empty when the name has none. */
    Optional<String> of(NodeName node);
  }

  /** Connects to nodes, to different ones at once. */
  @FunctionalInterface
  public interface ConnectNode {
    /**
     * Connects to {@code node}; to be connected already is success.
     *
     * @param timeout the bound on the whole attempt; an interrupt ends it sooner
     * @throws NodeConnectException when the node is not connected, with the typed cause
     * @throws InterruptedException when the attempt was interrupted
     */
    void connect(NodeName node, Duration timeout) throws NodeConnectException, InterruptedException;

    /**
     * Begins to connect as {@link #connect} does, and returns at once. Waits on a thread of its
     * own, unless this is overridden by who needs none.
     *
     * @param threads has one for each that asks for it
     * @throws RuntimeException when it could not begin: no end is told then
     */
    default Attempt begin(NodeName node, Duration timeout, Executor threads, Attempt.End end) {
      return Attempt.onThread(
          threads,
          () -> {
            connect(node, timeout);
            return node;
          },
          end);
    }
  }

  /** Lists nodes. */
  @FunctionalInterface
  public interface ListNodes {
    /**
     * This node first, then every connected node, found by DNS or not. Never blocks: readers wait
     * for it, and it must not take a lock under which links are reported.
     */
    List<NodeName> nodes();
  }

  /** Asks the DNS. Called from several threads at once. */
  @FunctionalInterface
  public interface Lookup {
    /**
     * Looks one name up. The adapter bounds the time that this takes; it never throws for anything
     * that a server answers, fails to answer, or answers wrongly.
     *
     * @param name absolute with a trailing dot; without it the search list applies
     * @throws InterruptedException when the lookup was interrupted
     */
    LookupOutcome lookup(String name, RecordType type) throws InterruptedException;
  }

  /** This resolver with another basename function. */
  public Resolver withBasename(Basename other) {
    return new Resolver(other, connectNode, listNodes, lookup);
  }

  /** This resolver with another way to connect. */
  public Resolver withConnectNode(ConnectNode other) {
    return new Resolver(basename, other, listNodes, lookup);
  }

  /** This resolver with another list of nodes. */
  public Resolver withListNodes(ListNodes other) {
    return new Resolver(basename, connectNode, other, lookup);
  }

  /** This resolver with another lookup. */
  public Resolver withLookup(Lookup other) {
    return new Resolver(basename, connectNode, listNodes, other);
  }
}
