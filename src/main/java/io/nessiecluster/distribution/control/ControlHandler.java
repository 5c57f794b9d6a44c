package io.nessiecluster.distribution.control;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.TermEncoder;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.distribution.etf.TupleHead;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Answers control messages as a node without processes, but for {@code net_kernel}, which answers
 * {@code net_adm:ping/1}, the process that own calls come from, and those that calls of peers seem
 * to run in. Pure but for the calls that it completes or has answered: a frame in, frames out.
 * Nothing is ever executed.
 */
public final class ControlHandler {

  /** PASS_THROUGH: the type of every frame that has no distribution header. */
  private static final byte PASS_THROUGH = 112;

  /** More than the names and identifiers take that any message which is answered is made of. */
  private static final int MAX_BEGINNING_BYTES = 16 << 10;

  private static final int REF = 3; // of MONITOR_P_EXIT: the place of the reference
  private static final int REPLY_ARITY = 2; // {Id, Result}
  private static final int HEADROOM = Integer.BYTES + 1;
  private static final Atom NET_KERNEL = Term.atom("net_kernel");
  private static final Atom REX = Term.atom("rex");
  private static final Atom NOPROC = Term.atom("noproc");
  private static final Atom YES = Term.atom("yes");
  private static final Atom GEN_CALL = Term.atom("$gen_call");
  private static final Atom IS_AUTH = Term.atom("is_auth");

  private final CallReplies calls;
  private final CallService service;

  /** A handler that completes own calls, and refuses those of peers. */
  public ControlHandler(CallReplies calls) {
    this(calls, CallService.REFUSED);
  }

  /** A handler that completes own calls, and has those of peers answered. */
  public ControlHandler(CallReplies calls, CallService service) {
    this.calls = calls;
    this.service = service;
  }

  /**
   * What to answer to a frame. Only what this node has an answer to is read, and of that the
   * beginning first: what is for nobody costs no memory, and need not even be a term.
   *
   * @param frame without its length, not empty
   * @return frames with their lengths
   * @throws ProtocolException when it is none of the kind that was negotiated
   * @throws TermDecodeException when a term in it that matters cannot be read
   */
  public List<ByteBuffer> onFrame(ByteBuffer frame) throws ProtocolException, TermDecodeException {
    byte type = frame.get();
    if (type != PASS_THROUGH) {
      throw new ProtocolException("a frame of type " + Byte.toUnsignedInt(type));
    }
    ByteBuffer control = beginning(frame);
    TupleHead head = TermDecoder.head(control, 1);
    return switch (operation(head)) {
      case ControlMessage.MONITOR_P_EXIT -> {
        if (isAwaited(TermDecoder.head(control, REF + 1))) {
          handle(ControlMessage.of(TermDecoder.decode(frame)), frame);
        }
        yield List.of();
      }
      case ControlMessage.LINK,
          ControlMessage.UNLINK_ID,
          ControlMessage.MONITOR_P,
          ControlMessage.SEND,
          ControlMessage.SEND_TT,
          ControlMessage.SEND_SENDER,
          ControlMessage.SEND_SENDER_TT,
          ControlMessage.REG_SEND,
          ControlMessage.REG_SEND_TT,
          ControlMessage.SPAWN_REQUEST,
          ControlMessage.SPAWN_REQUEST_TT,
          ControlMessage.SPAWN_REPLY,
          ControlMessage.SPAWN_REPLY_TT -> {
        ControlMessage message = ControlMessage.of(TermDecoder.decode(control));
        yield handle(message, frame.position(frame.position() + control.position()));
      }
      default -> List.of();
    };
  }

  /** What may be read of a frame before it is known to be for somebody. */
  private static ByteBuffer beginning(ByteBuffer frame) {
    return frame.slice(frame.position(), Math.min(frame.remaining(), MAX_BEGINNING_BYTES));
  }

  private static int operation(TupleHead head) {
    return !head.first().isEmpty() && head.first().getFirst() instanceof Int(long operation)
        ? Math.clamp(operation, 0, Byte.MAX_VALUE)
        : 0;
  }

  private boolean isAwaited(TupleHead exit) {
    return exit.first().size() > REF
        && exit.first().get(REF) instanceof Reference id
        && calls.awaits(id);
  }

  /** Does what the message asks for; what belongs to it follows in the frame. */
  private List<ByteBuffer> handle(ControlMessage control, ByteBuffer frame)
      throws TermDecodeException {
    return switch (control) {
      case ControlMessage.Link(Term from, Term to) ->
          List.of(frame(new ControlMessage.Exit(to, from, NOPROC)));
      case ControlMessage.UnlinkId(Term id, Term from, Term to) ->
          List.of(frame(new ControlMessage.UnlinkIdAck(id, to, from)));
      case ControlMessage.MonitorP(Term from, Term target, var ref) ->
          isAlive(target)
              ? List.of()
              : List.of(frame(new ControlMessage.MonitorPExit(target, from, ref, NOPROC)));
      case ControlMessage.SpawnRequest request -> service.onSpawn(request, frame);
      case ControlMessage.Send(Term to) when to.equals(calls.caller()) -> {
        TupleHead reply = TermDecoder.head(beginning(frame), 1);
        if (reply.arity() == REPLY_ARITY
            && reply.first().getFirst() instanceof Reference id
            && calls.awaits(id)) {
          calls.received(TermDecoder.decode(frame));
        }
        yield List.of();
      }
      case ControlMessage.MonitorPExit exit -> {
        calls.ended(exit);
        yield List.of();
      }
      case ControlMessage.SpawnReply(var id, Term to, Term process) ->
          calls.replied(id, process)
              ? List.of()
              : List.of(frame(new ControlMessage.DemonitorP(to, process, id)));
      case ControlMessage.RegSend(Term _, Atom to)
          when to.equals(NET_KERNEL) && frame.remaining() <= MAX_BEGINNING_BYTES ->
          answer(TermDecoder.decode(frame)).stream().toList();
      case ControlMessage.RegSend(Term _, Atom to) when to.equals(REX) -> service.onRex(frame);
      case ControlMessage.RegSend _,
          ControlMessage.Send _,
          ControlMessage.Exit _,
          ControlMessage.Exit2 _,
          ControlMessage.DemonitorP _,
          ControlMessage.UnlinkIdAck _,
          ControlMessage.Unknown _ ->
          List.of();
    };
  }

  /** Processes that live as long as the link: who calls one watches it meanwhile. */
  private boolean isAlive(Term process) {
    return process.equals(NET_KERNEL) || (service.isRunning() && process.equals(REX));
  }

  /** The answer of {@code net_kernel} to {@code {'$gen_call', {Pid, Tag}, {is_auth, Node}}}. */
  private static Optional<ByteBuffer> answer(Term call) {
    if (call instanceof Tuple(List<Term> fields)
        && fields.size() == 3
        && fields.get(0).equals(GEN_CALL)
        && fields.get(1) instanceof Tuple(List<Term> caller)
        && caller.size() == 2
        && fields.get(2) instanceof Tuple(List<Term> request)
        && request.size() == 2
        && request.get(0).equals(IS_AUTH)) {
      // The tag goes back as it came: a reference, or [alias | reference] since OTP 24.
      Term reply = Term.tuple(caller.get(1), YES);
      return Optional.of(frame(new ControlMessage.Send(caller.get(0)), reply));
    }
    return Optional.empty();
  }

  /** The frame of a control message and perhaps the message that belongs to it. */
  public static ByteBuffer frame(ControlMessage control, Term... message) {
    Term[] terms = new Term[1 + message.length];
    terms[0] = control.toTerm();
    System.arraycopy(message, 0, terms, 1, message.length);
    ByteBuffer frame = TermEncoder.encode(HEADROOM, terms);
    frame.putInt(0, frame.limit() - Integer.BYTES);
    return frame.put(Integer.BYTES, PASS_THROUGH);
  }
}
