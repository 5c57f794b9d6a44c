package io.nessiecluster.distribution.control;

import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The control messages that this node understands or sends (ERTS, <i>Distribution Protocol</i>,
 * "Protocol between Connected Nodes"). The names of the fields are those of the document.
 */
public sealed interface ControlMessage {

  /** LINK: {@code from} links itself to {@code to}. */
  record Link(Term from, Term to) implements ControlMessage {}

  /** SEND or SEND_SENDER: the message that follows is for the process {@code to}. */
  record Send(Term to) implements ControlMessage {}

  /** EXIT: a link is broken because {@code from} has ended. */
  record Exit(Term from, Term to, Term reason) implements ControlMessage {}

  /** REG_SEND: the message that follows is for the process registered as {@code toName}. */
  record RegSend(Term from, Atom toName) implements ControlMessage {}

  /** EXIT2: {@code from} wants {@code to} to end. */
  record Exit2(Term from, Term to, Term reason) implements ControlMessage {}

  /** MONITOR_P: {@code from} watches {@code target}, a process or a registered name. */
  record MonitorP(Term from, Term target, Reference ref) implements ControlMessage {}

  /** DEMONITOR_P: the end of a watch. */
  record DemonitorP(Term from, Term target, Reference ref) implements ControlMessage {}

  /** MONITOR_P_EXIT: what was watched has ended. */
  record MonitorPExit(Term from, Term to, Reference ref, Term reason) implements ControlMessage {}

  /**
   * SPAWN_REQUEST: {@code from} wants a process to be spawned; the arguments follow as the message.
   *
   * @param mfa module, function and arity
   */
  record SpawnRequest(Reference id, Term from, Term mfa, Term options) implements ControlMessage {}

  /** SPAWN_REPLY: a pid, or an atom that tells why there is none. */
  record SpawnReply(Reference id, Term to, Term result) implements ControlMessage {}

  /** UNLINK_ID: {@code from} no longer links itself to {@code to}. */
  record UnlinkId(Term id, Term from, Term to) implements ControlMessage {}

  /** UNLINK_ID_ACK: the answer to it. */
  record UnlinkIdAck(Term id, Term from, Term to) implements ControlMessage {}

  /**
   * Any other, or one of another form: skipped. Among the others are those that only a peer of
   * which this node asked it would send: PAYLOAD_EXIT to PAYLOAD_MONITOR_P_EXIT (24 to 28, the flag
   * EXIT_PAYLOAD), ALIAS_SEND and ALIAS_SEND_TT (33, 34, the flag ALIAS).
   */
  record Unknown(Term term) implements ControlMessage {}

  int LINK = 1;
  int SEND = 2;
  int EXIT = 3;
  int REG_SEND = 6;
  int EXIT2 = 8;
  int SEND_TT = 12;
  int EXIT_TT = 13;
  int REG_SEND_TT = 16;
  int EXIT2_TT = 18;
  int MONITOR_P = 19;
  int DEMONITOR_P = 20;
  int MONITOR_P_EXIT = 21;
  int SEND_SENDER = 22;
  int SEND_SENDER_TT = 23;
  int SPAWN_REQUEST = 29;
  int SPAWN_REQUEST_TT = 30;
  int SPAWN_REPLY = 31;
  int SPAWN_REPLY_TT = 32;
  int UNLINK_ID = 35;
  int UNLINK_ID_ACK = 36;

  /** The message that a control term means. */
  static ControlMessage of(Term term) {
    if (!(term instanceof Tuple(List<Term> fields))
        || fields.isEmpty()
        || !(fields.getFirst() instanceof Int(long operation))) {
      return new Unknown(term);
    }
    return switch (Fields.of(operation, fields)) {
      case Fields f when f.is(LINK, 3) -> new Link(f.at(1), f.at(2));
      case Fields f when f.is(SEND, 3) || f.is(SEND_SENDER, 3) -> new Send(f.at(2));
      case Fields f when f.is(EXIT, 4) -> new Exit(f.at(1), f.at(2), f.at(3));
      case Fields f when f.is(REG_SEND, 4) && f.at(3) instanceof Atom name ->
          new RegSend(f.at(1), name);
      case Fields f when f.is(EXIT2, 4) -> new Exit2(f.at(1), f.at(2), f.at(3));
      case Fields f when f.is(MONITOR_P, 4) && f.at(3) instanceof Reference ref ->
          new MonitorP(f.at(1), f.at(2), ref);
      case Fields f when f.is(DEMONITOR_P, 4) && f.at(3) instanceof Reference ref ->
          new DemonitorP(f.at(1), f.at(2), ref);
      case Fields f when f.is(MONITOR_P_EXIT, 5) && f.at(3) instanceof Reference ref ->
          new MonitorPExit(f.at(1), f.at(2), ref, f.at(4));
      case Fields f when f.is(SPAWN_REQUEST, 6) && f.at(1) instanceof Reference id ->
          new SpawnRequest(id, f.at(2), f.at(4), f.at(5));
      case Fields f when f.is(SPAWN_REPLY, 5) && f.at(1) instanceof Reference id ->
          new SpawnReply(id, f.at(2), f.at(4));
      case Fields f when f.is(UNLINK_ID, 4) -> new UnlinkId(f.at(1), f.at(2), f.at(3));
      case Fields f when f.is(UNLINK_ID_ACK, 4) -> new UnlinkIdAck(f.at(1), f.at(2), f.at(3));
      case Fields _ -> new Unknown(term);
    };
  }

  /** The control term; the fields that this node does not know are written as their defaults. */
  default Term toTerm() {
    return switch (this) {
      case Link(Term from, Term to) -> tuple(LINK, from, to);
      case Send(Term to) -> tuple(SEND, Fields.UNUSED, to);
      case Exit(Term from, Term to, Term reason) -> tuple(EXIT, from, to, reason);
      case RegSend(Term from, Atom toName) -> tuple(REG_SEND, from, Fields.UNUSED, toName);
      case Exit2(Term from, Term to, Term reason) -> tuple(EXIT2, from, to, reason);
      case MonitorP(Term from, Term target, Reference ref) -> tuple(MONITOR_P, from, target, ref);
      case DemonitorP(Term from, Term target, Reference ref) ->
          tuple(DEMONITOR_P, from, target, ref);
      case MonitorPExit(Term from, Term to, Reference ref, Term reason) ->
          tuple(MONITOR_P_EXIT, from, to, ref, reason);
      case SpawnRequest(Reference id, Term from, Term mfa, Term options) ->
          tuple(SPAWN_REQUEST, id, from, from, mfa, options);
      case SpawnReply(Reference id, Term to, Term result) ->
          tuple(SPAWN_REPLY, id, to, Term.integer(0), result);
      case UnlinkId(Term id, Term from, Term to) -> tuple(UNLINK_ID, id, from, to);
      case UnlinkIdAck(Term id, Term from, Term to) -> tuple(UNLINK_ID_ACK, id, from, to);
      case Unknown(Term term) -> term;
    };
  }

  private static Term tuple(int operation, Term... fields) {
    Term[] all = new Term[fields.length + 1];
    all[0] = Term.integer(operation);
    System.arraycopy(fields, 0, all, 1, fields.length);
    return Term.tuple(all);
  }

  /** A control tuple whose first element is the operation. */
  record Fields(long operation, List<Term> all) {
    private static final Atom UNUSED = Term.atom("");

    /**
     * A message with a trace token means what it does without. The token stands last, but for
     * EXIT_TT and EXIT2_TT, where the reason stands behind it.
     */
    private static Fields of(long operation, List<Term> all) {
      int last = all.size() - 1;
      return switch (Math.clamp(operation, 0, Byte.MAX_VALUE)) {
        case SEND_TT -> untraced(SEND, all, last);
        case EXIT_TT -> untraced(EXIT, all, last - 1);
        case REG_SEND_TT -> untraced(REG_SEND, all, last);
        case EXIT2_TT -> untraced(EXIT2, all, last - 1);
        case SEND_SENDER_TT -> untraced(SEND_SENDER, all, last);
        case SPAWN_REQUEST_TT -> untraced(SPAWN_REQUEST, all, last);
        case SPAWN_REPLY_TT -> untraced(SPAWN_REPLY, all, last);
        default -> new Fields(operation, all);
      };
    }

    private static Fields untraced(int operation, List<Term> all, int token) {
      if (token < 1) {
        return new Fields(operation, List.of());
      }
      List<Term> rest = new ArrayList<>(all);
      rest.remove(token);
      return new Fields(operation, rest);
    }

    private boolean is(int expected, int arity) {
      return operation == expected && all.size() == arity;
    }

    private Term at(int index) {
      return all.get(index);
    }
  }
}
