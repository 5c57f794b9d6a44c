package io.nessiecluster.distribution;

import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.Optional;

/**
 * Answers the calls that peers make of this node, by {@code rpc:call} or {@code erpc:call}: a table
 * of answers, so to say, for nothing of what peers send is ever executed. A node without one
 * refuses every call.
 *
 * <p>Whoever has the cookie can ask, as often as he likes: what an answer takes, he makes this node
 * spend.
 */
@FunctionalInterface
public interface CallHandler {

  /**
   * The value of a function. Called on the thread that reads the link, which reads nothing more
   * meanwhile: it must not block. Several links ask at once.
   *
   * <p>What it throws is logged, and answered as an error of the function, {@code {badrpc, {'EXIT',
   * {call_handler_failed, []}}}}; it never ends the link.
   *
   * @param module as the peer names it, as all that follows
   * @param args of at most 64 KiB together, as a call with more is refused
   * @return a value of at most 512 KiB, else the peer gets {@code system_limit}; empty when there
   *     is no such function, for which it gets {@code undef}
   */
  Optional<Term> answer(String module, String function, List<Term> args);
}
