package io.nessiecluster.distribution;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ListTerm;
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

  private static final CallAnswer TIMEOUT =
      new CallAnswer.Failed(CallFailure.TIMEOUT, null, "no answer in time");

  private static final CallAnswer NOT_CONNECTED =
      new CallAnswer.Failed(CallFailure.NOT_CONNECTED, null, "there is no link");
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
        link == null ? NOT_CONNECTED : ask(link, method, module, function, args, deadline);
    CallCounter counted = link == null ? counter : link.calls().counter();
    return switch (answer) {
      case CallAnswer.Result(Term value) -> {
        counted.succeeded();
        yield value;
      }
      case CallAnswer.Failed(CallFailure failure, Term reason, String detail) -> {
        counted.failed(failure);
        throw new CallFailedException(
            failure, reason, module.name() + ":" + function.name() + " at " + peer + ": " + detail);
      }
    };
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
      return CallAnswer.refused(NOTSUP);
    }
    Reference id = nextId();
    ByteBuffer request = by.request(id, caller, module, function, new ListTerm(args));
    return answer(link, link.calls().open(id), request, deadline);
  }

  /** Three words, of which the first has 18 bits. */
  private Reference nextId() {
    long n = count.incrementAndGet();
    return new Reference(caller.node(), caller.creation(), List.of(0, (int) n, (int) (n >>> 32)));
  }

  private CallAnswer answer(
      DistributionConnection link, PendingCall call, ByteBuffer request, Deadline deadline)
      throws InterruptedException {
    try {
      if (!call.answer.isDone() && !link.sendInTime(request, deadline)) {
        return call.answer.getNow(TIMEOUT);
      }
      return call.answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return call.answer.getNow(TIMEOUT);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call never fails but by its answer", e);
    } finally {
      if (!call.answer.isDone()) {
        abandon(link, call);
      }
    }
  }

  /** The peer need not tell the end of a process that nobody waits for. */
  private void abandon(DistributionConnection link, PendingCall call) {
    link.calls().abandon(call);
    Term process = call.process();
    if (process != null) {
      link.sendIfRoom(
          ControlHandler.frame(new ControlMessage.DemonitorP(caller, process, call.id)));
    }
  }
}
