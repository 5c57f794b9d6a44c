package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What callers want of dials: each begins one or joins the one that is under way, and waits for it
 * or is told its end.
 *
 * @param settings of the own node
 */
record Dials(NodeSettings settings, LinkTable table, Dialler dialler, NodeRuntime runtime) {

  /** A dial to the node of a name, which has not begun. */
  Dial toName(String peer, Duration timeout) throws ConnectFailedException {
    PeerName name =
        PeerName.parse(peer)
            .orElseThrow(
                () ->
                    new ConnectFailedException(
                        ConnectFailure.PROTOCOL_ERROR, "a node name is basename@host"));
    if (peer.equals(settings.name())) {
      throw new ConnectFailedException(
          ConnectFailure.ALREADY_CONNECTED, peer + " is the name of this node itself");
    }
    return new Dial(name, Deadline.in(timeout, runtime.nanoTime()));
  }

  /** A dial to the node at a target, which has not begun. */
  Dial toTarget(String text, Duration timeout) throws ConnectFailedException {
    if (settings.naming() != PeerNaming.BY_PEER) {
      throw new IllegalStateException("this node calls others by address: it dials no targets");
    }
    Target target =
        Target.parse(text)
            .orElseThrow(
                () ->
                    new ConnectFailedException(
                        ConnectFailure.PROTOCOL_ERROR, "a target is basename@address"));
    if (target.isAny() && settings.peerPort().isEmpty()) {
      throw new ConnectFailedException(
          ConnectFailure.PROTOCOL_ERROR,
          "EPMD must be asked for a basename: it may be any only where peers have a fixed port");
    }
    PeerName name = new PeerName(text, target.basename(), text.substring(1 + text.indexOf('@')));
    return new Dial(name, target, Deadline.in(timeout, runtime.nanoTime()));
  }

  /** Joins the dial to the same peer that is under way, or begins this one; waits for its end. */
  Link await(Dial fresh) throws ConnectFailedException, InterruptedException {
    Dial dial = table.join(fresh, dialler::begin);
    try {
      return link(dial.outcome.get(fresh.deadline.left().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      throw dial.timedOut();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a dial never fails but by its outcome", e);
    } finally {
      table.leave(dial);
    }
  }

  /** As {@link #await}, without the wait; who cancels the future leaves the dial. */
  CompletableFuture<Link> follow(Dial fresh) {
    Dial dial = table.join(fresh, dialler::begin);
    CompletableFuture<Link> link = new CompletableFuture<>();
    var _ = link.whenComplete((_, _) -> table.leave(dial));
    var _ = dial.outcome.whenComplete((outcome, _) -> complete(link, outcome));
    return link;
  }

  private static void complete(CompletableFuture<Link> link, Dial.Outcome outcome) {
    try {
      link.complete(link(outcome));
    } catch (ConnectFailedException e) {
      link.completeExceptionally(e);
    }
  }

  private static Link link(Dial.Outcome outcome) throws ConnectFailedException {
    return switch (outcome) {
      case Dial.Outcome.Up(DistributionConnection link) -> link;
      case Dial.Outcome.Failed(ConnectFailure failure, String detail) ->
          throw new ConnectFailedException(failure, detail);
    };
  }
}
