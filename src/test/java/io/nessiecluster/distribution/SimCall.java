package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;

/** One who wants a link: waits for a dial's outcome, up to the deadline, and leaves the dial. */
final class SimCall {

  private final SimNode node;
  private final Dial dial;
  private final SimLoop.Timer timer;
  private Dial.Outcome outcome;

  SimCall(SimNode node, Dial dial, Deadline deadline) {
    this.node = node;
    this.dial = dial;
    this.timer =
        node.in(
            deadline.nanosLeft(),
            () -> end(new Dial.Outcome.Failed(dial.timedOut().failure(), "no time is left")));
    dial.outcome.thenAccept(known -> node.soon(() -> end(known)));
  }

  /** The caller is interrupted. */
  void abandon() {
    end(Dial.Outcome.stopped());
  }

  private void end(Dial.Outcome known) {
    if (outcome == null) {
      outcome = known;
      node.loop.trace(() -> "%s -> %s: %s".formatted(node.name, dial.peer.text(), known));
      timer.callOff();
      node.table.leave(dial);
      node.ended(this);
    }
  }

  boolean isUp() {
    return outcome instanceof Dial.Outcome.Up;
  }

  @Override
  public String toString() {
    return "%s -> %s: %s".formatted(node.name, dial.peer.text(), outcome);
  }
}
