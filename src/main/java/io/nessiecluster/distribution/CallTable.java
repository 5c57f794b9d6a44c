package io.nessiecluster.distribution;

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
final class CallTable {

  /** Most calls in flight over one link. */
  static final int MAX_IN_FLIGHT = 16_384;

  private final Pid caller;
  private final CallCounter counter;
  private final Map<Reference, PendingCall> inFlight = new HashMap<>(1);
  private CallAnswer.@Nullable Failed lost;

  /**
   * A table without calls.
   *
   * @param caller the process that this node's calls come from, as far as peers can tell
   */
  CallTable(Pid caller, CallCounter counter) {
    this.caller = caller;
    this.counter = counter;
  }

  Pid caller() {
    return caller;
  }

  CallCounter counter() {
    return counter;
  }

  synchronized int size() {
    return inFlight.size();
  }

  /** Adds a call; one that cannot begin is answered at once. */
  synchronized PendingCall open(Reference id) {
    PendingCall call = new PendingCall(id);
    if (lost != null) {
      call.answer.complete(lost);
    } else if (inFlight.size() >= MAX_IN_FLIGHT) {
      call.answer.complete(
          new CallAnswer.Failed(
              CallFailure.OVERLOADED, null, MAX_IN_FLIGHT + " calls are in flight to the peer"));
    } else {
      inFlight.put(id, call);
    }
    return call;
  }

  /** Nobody waits for the call any more; its answer will be late. */
  synchronized void abandon(PendingCall call) {
    inFlight.remove(call.id);
  }

  /** Fails all calls, and those to come. */
  synchronized void close(Loss loss) {
    String detail = "the link was lost: " + loss.detail();
    lost = new CallAnswer.Failed(CallFailure.NODE_LOST, null, detail);
    inFlight.values().forEach(call -> call.answer.complete(lost));
    inFlight.clear();
  }

  /** A message to the calling process: {@code {Id, Result}} of {@code rex}. */
  void received(Term message) {
    if (message instanceof Tuple(List<Term> fields)
        && fields.size() == 2
        && fields.getFirst() instanceof Reference id) {
      answer(id, CallAnswer.ofResult(fields.get(1)));
    }
  }

  /** The process has ended that a call was run in. */
  void ended(ControlMessage.MonitorPExit exit) {
    answer(exit.ref(), CallAnswer.ofExit(exit.ref(), exit.reason()));
  }

  /**
   * The peer tells whether it has begun a call.
   *
   * @param result the process in which it runs, or an atom that tells why there is none
   * @return false when it runs for nothing: nobody waits for it any more
   */
  boolean replied(Reference id, Term result) {
    if (!(result instanceof Pid)) {
      answer(id, CallAnswer.refused(result));
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
      counter.late();
    } else {
      call.answer.complete(answer);
    }
  }
}
