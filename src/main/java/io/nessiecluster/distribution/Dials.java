package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What callers want of dials: each begins one or joins the one that is under way, and waits.
 *
 * @param settings of the own node
 */
record Dials(NodeSettings settings, LinkTable table, Dialler dialler, NodeRuntime runtime) {

  /** The link to the node of a name. */
  Link connect(String peer, Duration timeout) throws ConnectFailedException, InterruptedException {
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
    return await(new Dial(name, Deadline.in(timeout, runtime.nanoTime())));
  }

  /** The link to the node at a target. */
  Link connectAt(String text, Duration timeout)
      throws ConnectFailedException, InterruptedException {
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
    return await(new Dial(name, target, Deadline.in(timeout, runtime.nanoTime())));
  }

  private Link await(Dial fresh) throws ConnectFailedException, InterruptedException {
    Dial dial = table.join(fresh, dialler::begin);
    try {
      return switch (dial.outcome.get(fresh.deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        case Dial.Outcome.Up(DistributionConnection link) -> link;
        case Dial.Outcome.Failed(ConnectFailure failure, String detail) ->
            throw new ConnectFailedException(failure, detail);
      };
    } catch (TimeoutException _) {
      throw dial.timedOut();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a dial never fails but by its outcome", e);
    } finally {
      table.leave(dial);
    }
  }
}
