package io.nessiecluster.examples;

import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.etf.Term;
import java.time.Duration;
import java.util.List;

/** Calls a function on a node. */
final class CallAFunction {
  private CallAFunction() {}

  static Term call(NodeSettings us, String peer) throws Exception {
    try (NodeRuntime runtime = NodeRuntime.system();
        ErlangNode node = ErlangNode.start(us, runtime, LinkListener.none())) {
      Duration bound = Duration.ofSeconds(5);
      node.connect(peer, bound);
      List<Term> arguments = List.of(Term.integer(1), Term.integer(3));
      return node.call(peer, "lists", "seq", arguments, bound);
    }
  }
}
