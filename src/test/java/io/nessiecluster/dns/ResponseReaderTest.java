package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

class ResponseReaderTest {

  private static final int LIMIT = 1232;
  private static final String APP = "app.svc.";
  private static final Message QUERY =
      Message.newQuery(Record.newRecord(DnsScript.name(APP), Type.A, DClass.IN));

  @Property
  void whatAServerSentIsRead(@ForAll @Size(max = 20) List<Kind> kinds) throws Exception {
    Response response = read(answer(kinds));
    assertThat(response.answer()).isEqualTo(records(kinds));
    assertThat(response.additional()).containsExactly(DnsScript.address("pod.svc.", 5, "fd00::9"));
    assertThat(response.answers()).isEqualTo(kinds.size());
    assertThat(response.isWhole()).isTrue();
    assertThat(response.room()).isEqualTo(LIMIT - answer(kinds).length);
  }

  /** Wherever an answer was cut: it is none, or a part, and what it has is of the whole. */
  @Property
  void noBeginningOfAnAnswerIsTakenForTheWhole(
      @ForAll @Size(max = 20) List<Kind> kinds, @ForAll @IntRange(max = 10_000) int cut) {
    byte[] whole = answer(kinds);
    byte[] stump = Arrays.copyOf(whole, cut % whole.length);
    readIfAny(stump)
        .ifPresent(
            response -> {
              assertThat(response.isWhole()).isFalse();
              assertThat(response.answer())
                  .isEqualTo(records(kinds).subList(0, response.answer().size()));
            });
  }

  @Property
  void whatFollowsTheLastRecordIsNotOverlooked(
      @ForAll @Size(max = 5) List<Kind> kinds, @ForAll @Size(min = 1, max = 40) byte[] more)
      throws Exception {
    byte[] whole = answer(kinds);
    byte[] longer = Arrays.copyOf(whole, whole.length + more.length);
    System.arraycopy(more, 0, longer, whole.length, more.length);
    assertThat(read(longer).isWhole()).isFalse();
  }

  @Property
  void noBytesBreakTheReader(@ForAll @Size(max = 100) byte[] bytes) {
    byte[] behind = bytes.clone();
    byte[] header = answer(List.of());
    System.arraycopy(header, 0, behind, 0, Math.min(header.length, behind.length));
    assertThat(readIfAny(bytes)).isNotNull();
    assertThat(readIfAny(behind)).isNotNull();
  }

  @Property
  void noChangedByteBreaksTheReader(
      @ForAll @Size(max = 5) List<Kind> kinds,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll byte value) {
    byte[] bytes = answer(kinds);
    bytes[at % bytes.length] = value;
    assertThat(readIfAny(bytes)).isNotNull();
  }

  @Property
  void anAnswerToAnotherIdIsNone(@ForAll @IntRange(min = 1, max = 65_535) int flip) {
    byte[] bytes = answer(List.of());
    bytes[0] ^= (byte) (flip >> 8);
    bytes[1] ^= (byte) flip;
    assertThatExceptionOfType(WireParseException.class)
        .isThrownBy(() -> read(bytes))
        .withMessage("it has another id");
  }

  /** The records that a lookup reads. */
  enum Kind {
    A(DnsScript.address(APP, 30, "10.0.0.1")),
    AAAA(DnsScript.address(APP, 0, "fd00::1")),
    ALIAS(DnsScript.cname(APP, 30, "b.app.svc.")),
    SERVICE(DnsScript.srv(APP, Integer.MAX_VALUE, "pod-0.app.svc."));

    private final transient Record record;

    Kind(Record record) {
      this.record = record;
    }
  }

  private static List<Record> records(List<Kind> kinds) {
    return kinds.stream().map(kind -> kind.record).toList();
  }

  private static byte[] answer(List<Kind> kinds) {
    Message message = new Message(QUERY.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(QUERY.getQuestion(), Section.QUESTION);
    records(kinds).forEach(record -> message.addRecord(record, Section.ANSWER));
    message.addRecord(DnsScript.address("ns.svc.", 5, "10.0.0.53"), Section.AUTHORITY);
    message.addRecord(DnsScript.address("pod.svc.", 5, "fd00::9"), Section.ADDITIONAL);
    return message.toWire();
  }

  private static Response read(byte[] bytes) throws WireParseException {
    return ResponseReader.read(bytes, QUERY, LIMIT);
  }

  /** Whatever else it throws breaks it. */
  private static Optional<Response> readIfAny(byte[] bytes) {
    try {
      return Optional.of(read(bytes));
    } catch (WireParseException e) {
      return Optional.empty();
    }
  }
}
