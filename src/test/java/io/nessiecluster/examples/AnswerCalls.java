package io.nessiecluster.examples;

import io.nessiecluster.distribution.CallHandler;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.etf.Term;
import java.util.Optional;

/** A node whose peers can ask it for one value. */
final class AnswerCalls {
  private AnswerCalls() {}

  static ErlangNode answering(NodeSettings us, NodeRuntime runtime) throws Exception {
    CallHandler handler =
        (module, function, args) ->
            switch (module + ":" + function + "/" + args.size()) {
              case "weather:today/0" -> Optional.of(Term.atom("fine"));
              default -> Optional.empty(); // undef
            };
    return ErlangNode.start(us.withCallHandler(handler), runtime, LinkListener.none());
  }
}
