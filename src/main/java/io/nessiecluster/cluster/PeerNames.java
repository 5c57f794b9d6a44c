package io.nessiecluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * How to meet nodes of which nothing is known but where they are, and to learn their names. Called
 * from many threads at once, for different targets.
 */
public interface PeerNames {

  /** The basename of a target that any node fits. */
  String ANY = "*";

  /** Whether any node at the target's address will do, whatever its basename. */
  static boolean isAny(NodeName target) {
    return target.basename().filter(ANY::equals).isPresent();
  }

  /**
   * Connects to the node at {@code target}, whatever host it calls itself by; to be connected to it
   * already is success.
   *
   * @param target {@code basename@address}; the basename is {@link #ANY} only when EPMD is not
   *     asked
   * @param timeout the bound on the whole attempt; an interrupt ends it sooner
   * @return the name that the node has, once it has proven the cookie
   * @throws NodeConnectException when the node is not connected, with the typed cause: {@code
   *     DUPLICATE_NAME} when a node of its name is connected that is met elsewhere, {@code
   *     FOREIGN_NAME} when its basename does not fit or its name is the own one
   * @throws InterruptedException when the attempt was interrupted
   */
  NodeName connect(NodeName target, Duration timeout)
      throws NodeConnectException, InterruptedException;

  /**
   * Begins to connect as {@link #connect} does, and returns at once; as {@link
   * Resolver.ConnectNode#begin} otherwise.
   */
  default Attempt begin(NodeName target, Duration timeout, Executor threads, Attempt.End end) {
    return Attempt.onThread(threads, () -> connect(target, timeout), end);
  }

  /** Whether EPMD tells what nodes there are; otherwise one listens at a fixed port. */
  boolean asksEpmd();

  /**
   * The basenames that the EPMD at an address lists, without this very node and hidden ones.
   *
   * @param known basenames of nodes that are known not to be hidden: they are not looked at
   * @param timeout the bound on all questions together; an interrupt ends them sooner
   * @return in the order of the answer, each once
   * @throws NodeConnectException when EPMD gave no answer, with the typed cause
   * @throws InterruptedException when interrupted
   */
  List<String> list(String address, Set<String> known, Duration timeout)
      throws NodeConnectException, InterruptedException;
}
