package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.control.CallReplies;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight over one link: bounded in number, and all failed once the link is lost.
 * Nothing blocks under its lock, so the reader that brings the answers never waits for a caller.
 */
public final class CallTable implements CallReplies {

  /** Most calls in flight over one link. */
  public static final int MAX_IN_FLIGHT = 16_384;

  private final Pid caller;
  private final Runnable onLateAnswer;
  private final Map<Reference, PendingCall> inFlight = new HashMap<>(1);
  private CallAnswer.@Nullable LinkLost lost;

  /**
   * A table without calls.
   *
   * @param caller the process that this node's calls come from, as far as peers can tell
   * @param onLateAnswer told of each answer that nobody waits for any more
   */
  public CallTable(Pid caller, Runnable onLateAnswer) {
    this.caller = caller;
    this.onLateAnswer = onLateAnswer;
  }

  @Override
  public Pid caller() {
    return caller;
  }

  public synchronized int size() {
    return inFlight.size();
  }

  /** Adds a call; one that cannot begin is answered at once. */
  public synchronized PendingCall open(Reference id) {
    PendingCall call = new PendingCall(id);
    if (lost != null) {
      call.answer().complete(lost);
    } else if (inFlight.size() >= MAX_IN_FLIGHT) {
      call.answer().complete(new CallAnswer.Overloaded(MAX_IN_FLIGHT));
    } else {
      inFlight.put(id, call);
    }
    return call;
  }

  /** Nobody waits for the call any more; its answer will be late. */
  public synchronized void abandon(PendingCall call) {
    inFlight.remove(call.id());
  }

  /** Fails all calls, and those to come: the link is lost. */
  public synchronized void close(String detail) {
    lost = new CallAnswer.LinkLost(detail);
    inFlight.values().forEach(call -> call.answer().complete(lost));
    inFlight.clear();
  }

  @Override
  public boolean awaits(Reference id) {
    boolean awaited = find(id) != null;
    if (!awaited) {
      onLateAnswer.run();
    }
    return awaited;
  }

  @Override
  public void received(Term message) {
    if (message instanceof Tuple(List<Term> fields)
        && fields.size() == 2
        && fields.getFirst() instanceof Reference id) {
      answer(id, CallAnswer.ofResult(fields.get(1)));
    }
  }

  @Override
  public void ended(ControlMessage.MonitorPExit exit) {
    answer(exit.ref(), CallAnswer.ofExit(exit.ref(), exit.reason()));
  }

  @Override
  public boolean replied(Reference id, Term result) {
    if (!(result instanceof Pid)) {
      answer(id, new CallAnswer.Refused(result));
      return true;
    }
    PendingCall call = find(id);
    if (call != null) {
      call.begun(result);
    }
    return call != null;
  }

  private synchronized @Nullable PendingCall find(Reference id) {
    return inFlight.get(id);
  }

  private synchronized @Nullable PendingCall take(Reference id) {
    return inFlight.remove(id);
  }

  private void answer(Reference id, CallAnswer answer) {
    PendingCall call = take(id);
    if (call == null) {
      onLateAnswer.run();
    } else {
      call.answer().complete(answer);
    }
  }
}
