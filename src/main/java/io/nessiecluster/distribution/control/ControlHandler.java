package io.nessiecluster.distribution.control;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.TermEncoder;
import io.nessiecluster.distribution.etf.Tuple;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Answers control messages as a node without processes, but for {@code net_kernel}, which answers
 * {@code net_adm:ping/1}, and the process that own calls come from. Pure but for the calls that it
 * completes: a frame in, frames out. Nothing is ever executed.
 */
public final class ControlHandler {

  /** PASS_THROUGH: the type of every frame that has no distribution header. */
  private static final byte PASS_THROUGH = 112;

  private static final int HEADROOM = Integer.BYTES + 1;
  private static final Atom NET_KERNEL = Term.atom("net_kernel");
  private static final Atom NOPROC = Term.atom("noproc");
  private static final Atom NOTSUP = Term.atom("notsup");
  private static final Atom YES = Term.atom("yes");
  private static final Atom GEN_CALL = Term.atom("$gen_call");
  private static final Atom IS_AUTH = Term.atom("is_auth");

  private final CallReplies calls;

  /** A handler that completes own calls. */
  public ControlHandler(CallReplies calls) {
    this.calls = calls;
  }

  /**
   * What to answer to a frame.
   *
   * @param frame without its length, not empty
   * @return frames with their lengths
   * @throws ProtocolException when it is none of the kind that was negotiated
   * @throws TermDecodeException when a term in it cannot be read
   */
  public List<ByteBuffer> onFrame(ByteBuffer frame) throws ProtocolException, TermDecodeException {
    byte type = frame.get();
    if (type != PASS_THROUGH) {
      throw new ProtocolException("a frame of type " + Byte.toUnsignedInt(type));
    }
    return switch (ControlMessage.of(TermDecoder.decode(frame))) {
      case ControlMessage.Link(Term from, Term to) ->
          List.of(frame(new ControlMessage.Exit(to, from, NOPROC)));
      case ControlMessage.UnlinkId(Term id, Term from, Term to) ->
          List.of(frame(new ControlMessage.UnlinkIdAck(id, to, from)));
      case ControlMessage.MonitorP(Term from, Term target, var ref) ->
          target.equals(NET_KERNEL) // which lives as long as the link: a ping watches it
              ? List.of()
              : List.of(frame(new ControlMessage.MonitorPExit(target, from, ref, NOPROC)));
      case ControlMessage.SpawnRequest(var id, Term from, Term _, Term _) ->
          List.of(frame(new ControlMessage.SpawnReply(id, from, NOTSUP)));
      case ControlMessage.Send(Term to) when to.equals(calls.caller()) -> {
        calls.received(TermDecoder.decode(frame));
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
      case ControlMessage.RegSend(Term _, Atom to) when to.equals(NET_KERNEL) ->
          answer(TermDecoder.decode(frame)).stream().toList();
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
