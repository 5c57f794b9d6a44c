package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.state.ClusterState;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: at most one round runs and at most one waits. Who asks while one runs shares the
 * one that waits, so that nobody gets the result of a round that began before the request, and any
 * number of requests costs at most one more round. Rounds by hand keep a gap: who asks within it
 * shares the one that begins behind it.
 */
final class RoundQueue {

  private final DnsCluster cluster;
  private final Executor executor;
  private final RoundRunner runner;
  private final ClusterState state;
  private final LivenessDeadline deadline;

  private final ReentrantLock gate = new ReentrantLock();
  private final PollTimer timer;
  private final HandGap gap;
  private @Nullable PendingRound running;
  private @Nullable PendingRound next;
  private long rounds; // asked for, since the start

  /** A queue that is stopped. */
  RoundQueue(DnsCluster cluster, Environment environment, RoundRunner runner, ClusterState state) {
    this.cluster = cluster;
    this.executor = environment.executor();
    this.runner = runner;
    this.state = state;
    this.deadline = new LivenessDeadline(environment.nanoTime());
    this.timer =
        new PollTimer(
            cluster.queries().isEmpty() ? Optional.empty() : cluster.schedule(),
            cluster.isEager(),
            environment.nanoTime(),
            environment.random());
    this.gap = new HandGap(cluster.gapByHand(), environment.nanoTime(), gate.newCondition());
  }

  /** Whether nothing is overdue. */
  boolean isLive() {
    return isStopped() || deadline.isMet();
  }

  /**
   * The time until the next round is due or the running one must have done what it does now,
   * negative when that is overdue; empty when no round comes by itself.
   */
  Optional<Duration> untilDue() {
    return isStopped() ? Optional.empty() : deadline.untilExpected();
  }

  /** Lets rounds begin, the first poll at once; does nothing when they may. */
  void start() {
    gate.lock();
    try {
      if (isStopped()) {
        state.become(
            cluster.queries().isEmpty() ? DiscoveryState.IGNORING : DiscoveryState.RUNNING);
        timer.armNow();
        expectNextPoll();
        pollIfDue();
      }
    } finally {
      gate.unlock();
    }
  }

  /** Asks for a round if its time has come; returns whether it did. */
  boolean pollIfDue() {
    gate.lock();
    try {
      if (isStopped() || !timer.takeDue()) {
        return false;
      }
      request(true);
      return true;
    } finally {
      gate.unlock();
    }
  }

  /** There is news: the next poll, if it is planned for later, is due soon. */
  void hurry() {
    gate.lock();
    try {
      if (timer.hurry() && running == null) {
        expectNextPoll();
      }
    } finally {
      gate.unlock();
    }
  }

  /** The time to the next poll, not positive when its time has come; empty when none is planned. */
  Optional<Duration> untilPoll() {
    gate.lock();
    try {
      return timer.untilDue();
    } finally {
      gate.unlock();
    }
  }

  /** Asks for a round that begins from now on. */
  PendingRound request() throws DiscoveryStoppedException {
    gate.lock();
    try {
      PendingRound round = isStopped() ? null : request(false);
      if (round == null
          || round.done().isCompletedExceptionally()) { // or the executor would not run it
        throw new DiscoveryStoppedException(cluster.name());
      }
      return round;
    } finally {
      gate.unlock();
    }
  }

  /** Lets no further round begin, refuses who waits for one, and returns the one that runs. */
  Optional<PendingRound> stop() {
    gate.lock();
    try {
      state.become(DiscoveryState.STOPPED);
      timer.disarm();
      if (next != null) {
        next.refuse(cluster.name());
        next = null;
      }
      if (running != null) {
        running.stop();
        gap.lookAgain();
      }
      return Optional.ofNullable(running);
    } finally {
      gate.unlock();
    }
  }

  /** The ticket of the next round to begin; the caller holds the gate. */
  private PendingRound request(boolean polled) {
    PendingRound ticket = openTicket();
    if (polled) {
      ticket.markPolled();
    } else {
      ticket.markByHand();
    }
    if (running == null) {
      begin(ticket);
    } else if (running == ticket) {
      gap.lookAgain(); // a poll keeps no gap
    } else {
      next = ticket;
    }
    return ticket;
  }

  private PendingRound openTicket() {
    if (running != null && !running.hasBegun()) {
      return running;
    }
    return running != null && next != null ? next : new PendingRound(++rounds);
  }

  private void begin(PendingRound ticket) {
    running = ticket;
    if (!gap.holdsBack(ticket)) {
      ticket.markBegun();
    }
    try {
      executor.execute(() -> run(ticket));
    } catch (RuntimeException | Error e) { // no room, no thread, or its owner is closing down
      running = null;
      ticket.refuse(cluster.name());
      if (ticket.isPolled()) {
        planNextPoll(); // the deadline stays: this is no sign of life
      }
    }
  }

  private void run(PendingRound ticket) {
    long number = ticket.number();
    Runnable answer;
    try {
      DiscoveryRound round =
          ticket.run(
              () -> {
                keepGap(ticket);
                return runner.run(
                    number, ticket.isByHand(), ticket::isStopped, deadline::expectWithin);
              });
      answer = () -> ticket.done().complete(round);
    } catch (InterruptedException e) { // by stop, when the round outlasted it
      answer = () -> ticket.refuse(cluster.name());
    } catch (RuntimeException | Error e) { // a resolver's fault must not end all rounds
      cluster.log(Level.ERROR, "round " + number + " broke off: " + e);
      answer = () -> ticket.done().completeExceptionally(e);
    }
    try {
      end(ticket);
    } finally {
      answer.run();
    }
  }

  private void keepGap(PendingRound ticket) throws InterruptedException {
    gate.lock();
    try {
      gap.await(ticket);
    } finally {
      gate.unlock();
    }
  }

  private void end(PendingRound ticket) {
    gate.lock();
    try {
      running = null;
      gap.ended(ticket);
      if (ticket.isPolled() && !ticket.isStopped()) {
        planNextPoll();
      }
      PendingRound waiting = next;
      next = null;
      if (waiting == null) {
        expectNextPoll();
      } else {
        deadline.expectWithin(Duration.ZERO);
        begin(waiting);
      }
    } finally {
      gate.unlock();
    }
  }

  private void planNextPoll() {
    timer.armAfter(state.failedRounds(), state.awaitsFirstAnswer());
  }

  private boolean isStopped() {
    return state.phase() == DiscoveryState.STOPPED;
  }

  private void expectNextPoll() {
    timer.untilDue().ifPresentOrElse(deadline::expectWithin, deadline::expectNothing);
  }
}
