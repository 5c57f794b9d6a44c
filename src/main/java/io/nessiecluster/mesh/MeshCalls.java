package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How members are asked (port). No question makes a member connect with anybody, load code, or do
 * what costs it more than a look at counters; {@link #connect} is the one request. Each waits on
 * the thread of its caller, for its timeout at most, and is safe for use by many threads; one
 * member delays no other. Whatever a member answers, what is returned is bounded and of well-formed
 * names.
 */
public interface MeshCalls {

  /** With whom the member is connected. */
  View view(NodeName member, Duration timeout) throws MeshCallException, InterruptedException;

  /** What does not change while it lives. */
  MemberFacts facts(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException;

  /** What the checks want to know again and again. */
  Vitals vitals(NodeName member, Duration timeout) throws MeshCallException, InterruptedException;

  /**
   * The names that are registered with {@code global} there; costs the member as much as there are.
   */
  Set<String> globalNames(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException;

  /**
   * Lets {@code from} try the way to {@code to}, as its kernel would to connect them, without
   * connecting them.
   *
   * @param timeout of each of the three steps
   */
  Reach reach(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException;

  /**
   * Asks {@code from} to connect with {@code to}, as {@code net_kernel:connect_node/1} does. Where
   * both are set so, {@code global} then connects all whom they know.
   *
   * @return whether the two are connected, now or already
   */
  boolean connect(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException;

  /**
   * How often each function was called since the start, those that failed included, by {@code
   * module:function/arity}: all that can ever be called.
   */
  Map<String, Long> counts();
}
