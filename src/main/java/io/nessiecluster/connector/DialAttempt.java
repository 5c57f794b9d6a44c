package io.nessiecluster.connector;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An attempt to connect that is a dial of the own node, and needs no thread. */
record DialAttempt(CompletableFuture<Link> dial) implements Attempt {

  /** Begins a dial. */
  @FunctionalInterface
  interface Begin {
    CompletableFuture<Link> dial(ErlangNode by) throws ConnectFailedException;
  }

  /**
   * Begins a dial, which tells its end even when it could not.
   *
   * @param node the own one, null while it is not alive
   */
  static Attempt begin(NodeName self, @Nullable ErlangNode node, Begin begin, End end) {
    if (node == null) {
      end.ended(null, Causes.notAlive(self));
      return () -> {};
    }
    CompletableFuture<Link> dial;
    try {
      dial = begin.dial(node);
    } catch (ConnectFailedException e) {
      end.ended(null, Causes.of(e));
      return () -> {};
    }
    var _ =
        dial.whenComplete(
            (link, fault) ->
                end.ended(link == null ? null : new NodeName(link.peer()), told(fault)));
    return new DialAttempt(dial);
  }

  private static @Nullable Throwable told(@Nullable Throwable fault) {
    return fault instanceof ConnectFailedException e ? Causes.of(e) : fault;
  }

  @Override
  public void giveUp() {
    dial.cancel(false);
  }
}
