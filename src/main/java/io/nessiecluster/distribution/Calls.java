package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.call.CallAnswer;
import io.nessiecluster.distribution.call.CallRequest;
import io.nessiecluster.distribution.call.PendingCall;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.LocalNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls functions at peers; each call waits on the thread of its caller, under one deadline. */
final class Calls {

  private static final CallAnswer TIMED_OUT = new CallAnswer.TimedOut();
  private static final Atom NOTSUP = Term.atom("notsup");

  private final Pid caller;
  private final LinkTable table;
  private final CallCounter counter;
  private final LongSupplier nanoTime;
  private final AtomicLong count = new AtomicLong();

  Calls(LocalNode local, LinkTable table, CallCounter counter, LongSupplier nanoTime) {
    this.caller = caller(local);
    this.table = table;
    this.counter = counter;
    this.nanoTime = nanoTime;
  }

  /** The process that a node's calls come from; there is none, but answers need an address. */
  static Pid caller(LocalNode local) {
    return new Pid(Term.atom(local.name()), 1, 0, local.creation());
  }

  /**
   * Calls a function, see {@link ErlangNode#call(String, String, String, List, Duration)}.
   *
   * @param method null for the best that the peer offers
   */
  Term call(
      String peer,
      @Nullable CallMethod method,
      Atom module,
      Atom function,
      List<Term> args,
      Duration timeout)
      throws CallFailedException, InterruptedException {
    Deadline deadline = Deadline.in(timeout, nanoTime);
    DistributionConnection link = table.link(peer);
    CallAnswer answer =
        link == null
            ? new CallAnswer.NotConnected()
            : ask(link, method, module, function, args, deadline);
    CallCounter counted = link == null ? counter : link.callCounter();
    if (answer instanceof CallAnswer.Result(Term value)) {
      counted.succeeded();
      return value;
    }
    CallFailedException failed =
        failed(answer, module.name() + ":" + function.name() + " at " + peer + ": ");
    counted.failed(failed.failure());
    throw failed;
  }

  private static CallFailedException failed(CallAnswer answer, String call) {
    return switch (answer) {
      case CallAnswer.NotConnected() ->
          new CallFailedException(CallFailure.NOT_CONNECTED, null, call + "there is no link");
      case CallAnswer.Overloaded(int inFlight) ->
          new CallFailedException(
              CallFailure.OVERLOADED, null, call + inFlight + " calls are in flight to the peer");
      case CallAnswer.Refused(Term reason) ->
          new CallFailedException(
              CallFailure.REFUSED, reason, call + "the peer refuses the call" + named(reason));
      case CallAnswer.BadRpc(Term reason) ->
          new CallFailedException(
              CallFailure.BAD_RPC, reason, call + "the function failed" + named(reason));
      case CallAnswer.TimedOut() ->
          new CallFailedException(CallFailure.TIMEOUT, null, call + "no answer in time");
      case CallAnswer.LinkLost(String detail) ->
          new CallFailedException(
              CallFailure.NODE_LOST, null, call + "the link was lost: " + detail);
      case CallAnswer.Result result -> throw new IllegalArgumentException("a result is no failure");
    };
  }

  private static String named(Term reason) {
    String word = CallAnswer.word(reason);
    return word.isEmpty() ? "" : ": " + word;
  }

  private CallAnswer ask(
      DistributionConnection link,
      @Nullable CallMethod method,
      Atom module,
      Atom function,
      List<Term> args,
      Deadline deadline)
      throws InterruptedException {
    boolean spawns = DistributionFlag.SPAWN.in(link.flags());
    CallMethod by = method != null ? method : spawns ? CallMethod.ERPC : CallMethod.REX;
    if (by == CallMethod.ERPC && !spawns) {
      return new CallAnswer.Refused(NOTSUP);
    }
    CallRequest request = new CallRequest(nextId(), caller, module, function, args);
    ByteBuffer frame =
        switch (by) {
          case REX -> request.byRex();
          case ERPC -> request.byErpc();
        };
    return answer(link, request, frame, deadline);
  }

  /** Three words, of which the first has 18 bits. */
  private Reference nextId() {
    long n = count.incrementAndGet();
    return new Reference(caller.node(), caller.creation(), List.of(0, (int) n, (int) (n >>> 32)));
  }

  private CallAnswer answer(
      DistributionConnection link, CallRequest request, ByteBuffer frame, Deadline deadline)
      throws InterruptedException {
    PendingCall call = link.calls().open(request.id());
    try {
      if (!call.answer().isDone() && !link.sendInTime(frame, deadline)) {
        return call.answer().getNow(TIMED_OUT);
      }
      return call.answer().get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return call.answer().getNow(TIMED_OUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call never fails but by its answer", e);
    } finally {
      if (!call.answer().isDone()) {
        abandon(link, request, call);
      }
    }
  }

  /** The peer need not tell the end of a process that nobody waits for. */
  private static void abandon(DistributionConnection link, CallRequest request, PendingCall call) {
    link.calls().abandon(call);
    Term process = call.process();
    if (process != null) {
      link.sendIfRoom(request.givenUp(process));
    }
  }
}
