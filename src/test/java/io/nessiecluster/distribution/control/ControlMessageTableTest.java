package io.nessiecluster.distribution.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each control tuple as the <i>Distribution Protocol</i> writes it, and what it is read as. */
class ControlMessageTableTest {

  private static final Pid FROM = new Pid(Term.atom("b@h"), 90, 0, 7);
  private static final Pid TO = new Pid(Term.atom("a@h"), 1, 0, 9);
  private static final Pid LEADER = new Pid(Term.atom("b@h"), 64, 0, 7);
  private static final Reference REF = new Reference(Term.atom("b@h"), 7, List.of(1, 2, 3));
  private static final Term UNUSED = Term.atom("");
  private static final Term NAME = Term.atom("rex");
  private static final Term REASON = Term.atom("killed");
  private static final Term TOKEN = Term.tuple(Term.integer(1), FROM, Term.atom("token"));
  private static final Term ID = Term.integer(77);
  private static final Term FLAGS = Term.integer(3);
  private static final Term MFA = Term.tuple(Term.atom("m"), Term.atom("f"), Term.integer(0));
  private static final Term OPTIONS = Term.atom("options");

  private static Arguments row(String name, int operation, ControlMessage meaning, Term... fields) {
    return Arguments.of(name, operation, List.of(fields), meaning);
  }

  private static Stream<Arguments> rows() {
    var exit = new ControlMessage.Exit(FROM, TO, REASON);
    var exit2 = new ControlMessage.Exit2(FROM, TO, REASON);
    var send = new ControlMessage.Send(TO);
    var regSend = new ControlMessage.RegSend(FROM, Term.atom("rex"));
    var request = new ControlMessage.SpawnRequest(REF, FROM, MFA, OPTIONS);
    var reply = new ControlMessage.SpawnReply(REF, TO, FROM);
    return Stream.of(
        row("LINK", 1, new ControlMessage.Link(FROM, TO), FROM, TO),
        row("SEND", 2, send, UNUSED, TO),
        row("EXIT", 3, exit, FROM, TO, REASON),
        row("REG_SEND", 6, regSend, FROM, UNUSED, NAME),
        row("EXIT2", 8, exit2, FROM, TO, REASON),
        row("SEND_TT", 12, send, UNUSED, TO, TOKEN),
        row("EXIT_TT", 13, exit, FROM, TO, TOKEN, REASON),
        row("REG_SEND_TT", 16, regSend, FROM, UNUSED, NAME, TOKEN),
        row("EXIT2_TT", 18, exit2, FROM, TO, TOKEN, REASON),
        row("MONITOR_P", 19, new ControlMessage.MonitorP(FROM, TO, REF), FROM, TO, REF),
        row("DEMONITOR_P", 20, new ControlMessage.DemonitorP(FROM, TO, REF), FROM, TO, REF),
        row(
            "MONITOR_P_EXIT",
            21,
            new ControlMessage.MonitorPExit(FROM, TO, REF, REASON),
            FROM,
            TO,
            REF,
            REASON),
        row("SEND_SENDER", 22, send, FROM, TO),
        row("SEND_SENDER_TT", 23, send, FROM, TO, TOKEN),
        row("SPAWN_REQUEST", 29, request, REF, FROM, LEADER, MFA, OPTIONS),
        row("SPAWN_REQUEST_TT", 30, request, REF, FROM, LEADER, MFA, OPTIONS, TOKEN),
        row("SPAWN_REPLY", 31, reply, REF, TO, FLAGS, FROM),
        row("SPAWN_REPLY_TT", 32, reply, REF, TO, FLAGS, FROM, TOKEN),
        row("UNLINK_ID", 35, new ControlMessage.UnlinkId(ID, FROM, TO), ID, FROM, TO),
        row("UNLINK_ID_ACK", 36, new ControlMessage.UnlinkIdAck(ID, FROM, TO), ID, FROM, TO));
  }

  private static Stream<Arguments> unasked() {
    return Stream.of(
        row("UNLINK", 4, unknown(4, FROM, TO), FROM, TO),
        row("NODE_LINK", 5, unknown(5)),
        row("GROUP_LEADER", 7, unknown(7, FROM, TO), FROM, TO),
        row("PAYLOAD_EXIT", 24, unknown(24, FROM, TO), FROM, TO),
        row("PAYLOAD_EXIT_TT", 25, unknown(25, FROM, TO, TOKEN), FROM, TO, TOKEN),
        row("PAYLOAD_EXIT2", 26, unknown(26, FROM, TO), FROM, TO),
        row("PAYLOAD_EXIT2_TT", 27, unknown(27, FROM, TO, TOKEN), FROM, TO, TOKEN),
        row("PAYLOAD_MONITOR_P_EXIT", 28, unknown(28, FROM, TO, REF), FROM, TO, REF),
        row("ALIAS_SEND", 33, unknown(33, FROM, REF), FROM, REF),
        row("ALIAS_SEND_TT", 34, unknown(34, FROM, REF, TOKEN), FROM, REF, TOKEN));
  }

  private static ControlMessage unknown(int operation, Term... fields) {
    return new ControlMessage.Unknown(tuple(operation, List.of(fields)));
  }

  private static Term tuple(int operation, List<Term> fields) {
    List<Term> all = new ArrayList<>(List.of(Term.integer(operation)));
    all.addAll(fields);
    return Term.tuple(all.toArray(Term[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void eachIsReadAsTheDocumentHasIt(
      String name, int operation, List<Term> fields, ControlMessage meaning) {
    assertThat(ControlMessage.of(tuple(operation, fields))).isEqualTo(meaning);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unasked")
  void whatNobodyAskedForIsSkipped(
      String name, int operation, List<Term> fields, ControlMessage meaning) {
    assertThat(ControlMessage.of(tuple(operation, fields))).isEqualTo(meaning);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void oneOfAnotherLengthIsSkipped(
      String name, int operation, List<Term> fields, ControlMessage meaning) {
    List<Term> longer = new ArrayList<>(fields);
    longer.add(REASON);
    for (List<Term> other : List.of(longer, fields.subList(1, fields.size()), List.<Term>of())) {
      Term term = tuple(operation, other);
      assertThat(ControlMessage.of(term)).isEqualTo(new ControlMessage.Unknown(term));
    }
  }

  @Test
  void noTwoRowsOfTheTableAreOfOneOperation() {
    Object[] operations = Stream.concat(rows(), unasked()).map(row -> row.get()[1]).toArray();
    assertThat(operations).doesNotHaveDuplicates().hasSize(30);
    assertThat(Arrays.stream(operations).mapToInt(each -> (int) each).max()).hasValue(36);
  }
}
