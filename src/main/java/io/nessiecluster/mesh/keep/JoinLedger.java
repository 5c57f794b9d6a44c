package io.nessiecluster.mesh.keep;

import io.nessiecluster.mesh.plan.JoinHistory;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was done: for the plans that follow, and to be shown. For one thread at a time. */
final class JoinLedger {

  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final Deque<Keeping.Act> recent = new ArrayDeque<>();
  private JoinHistory history = JoinHistory.NONE;

  /** Nothing was done yet. */
  JoinLedger() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
  }

  /**
   * A join was made, or tried.
   *
   * @param creation the incarnation of who was asked
   * @param nanos the moment, on the nano source
   */
  void made(Keeping.Act act, long creation, long nanos) {
    history =
        history.with(
            new JoinHistory.Attempt(
                nanos,
                act.join().from(),
                act.join().to(),
                act.join().kind(),
                creation,
                act.outcome() == Outcome.JOINED));
    count(act.outcome(), 1);
    recent.addFirst(act);
    if (recent.size() > Keeping.RECENT) {
      recent.removeLast();
    }
  }

  /** So many refusals were told. */
  void refused(long more) {
    count(Outcome.REFUSED, more);
  }

  private void count(Outcome outcome, long more) {
    counts.merge(outcome, more, Long::sum);
  }

  void suspend() {
    history = history.suspend();
  }

  void resume() {
    history = history.resume();
  }

  JoinHistory history() {
    return history;
  }

  /** The newest first. */
  List<Keeping.Act> recent() {
    return List.copyOf(recent);
  }

  /** Since the start. */
  Map<Outcome, Long> counts() {
    return Map.copyOf(counts);
  }
}
