package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no answer to the question does not end the wait for the one that is. */
class DnsjavaLookupStrangersTest extends LoopbackDns {

  private static final DnsScript.Zone RIGHT = DnsScript.addresses(APP, "10.0.0.1");
  private static final DnsScript.Zone LIE = DnsScript.addresses(APP, "10.9.9.9");

  static Stream<Arguments> strangers() {
    return Stream.of(
        Arguments.of("another id", edited(LIE, 0, 0x40)),
        Arguments.of("another name", edited(LIE, 13, 0x01)),
        Arguments.of("another type", edited(LIE, 12 + 9 + 1, 0x1d)),
        Arguments.of("another class", edited(LIE, 12 + 9 + 3, 0x02)),
        Arguments.of("another port", new DnsScript.FromElsewhere(LIE)),
        Arguments.of("a query", new DnsScript.Echo()),
        Arguments.of("no message", cut(7)),
        Arguments.of("a header alone", cut(12)),
        Arguments.of("garbage", DnsScript.garbage()),
        Arguments.of("no question", new DnsScript.Edited(LIE, b -> without(b))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void theRightAnswerAfterAStrangersCounts(String what, DnsScript stranger) throws Exception {
    server.script(
        APP, DnsScript.inTurn(stranger, new DnsScript.After(Duration.ofMillis(20), RIGHT)));
    LookupOutcome outcome = lookup(APP, RecordType.A);
    assertThat(outcome).as(what).isInstanceOf(Answer.class);
    assertThat(outcome.addresses()).containsExactly("10.0.0.1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangers")
  void theRightAnswerAfterAStrangersCountsOverTcp(String what, DnsScript stranger)
      throws Exception {
    server.script(APP, DnsScript.cut(DnsScript.records(), DnsScript.inTurn(stranger, RIGHT)));
    LookupOutcome outcome = lookup(APP, RecordType.A);
    if (!(stranger instanceof DnsScript.FromElsewhere)) { // a connection has one other end
      assertThat(outcome.addresses()).as(what).containsExactly("10.0.0.1");
    }
  }

  @Test
  void aFloodOfStrangersEndsWithTheTimeAndIsTold() throws Exception {
    server.script(
        APP,
        new DnsScript.InTurn(
            Stream.generate(() -> (DnsScript) edited(LIE, 0, 0x40)).limit(200).toList()));
    long start = System.nanoTime();
    NoAnswer none = noAnswer(lookup(SHORT, server).lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.plusSeconds(2));
    assertThat(none.detail())
        .contains(server.address() + " sent what is no answer to the question", "another id");
  }

  @Test
  void everyQuestionHasAnIdAndAPortOfItsOwn() throws Exception {
    server.script(APP, RIGHT);
    DnsjavaLookup lookup = lookup(PATIENT, server);
    for (int i = 0; i < 12; i++) {
      lookup.lookup(APP, RecordType.A);
    }
    List<Integer> ports = server.clients().stream().map(InetSocketAddress::getPort).toList();
    List<Integer> ids = server.messages().stream().map(m -> m.getHeader().getID()).toList();
    // drawn at random: that half of twelve fall together does not happen
    assertThat(ports.stream().distinct().count()).isGreaterThan(6);
    assertThat(ids.stream().distinct().count()).isGreaterThan(6);
    for (int i = 1; i < 12; i++) {
      assertThat(ids.get(i)).isNotEqualTo(ids.get(i - 1) + 1);
    }
  }

  private static DnsScript edited(DnsScript.Zone zone, int at, int flip) {
    return new DnsScript.Edited(
        zone,
        bytes -> {
          byte[] copy = bytes.clone();
          copy[at] ^= (byte) flip;
          return copy;
        });
  }

  private static DnsScript cut(int bytes) {
    return new DnsScript.Edited(LIE, all -> Arrays.copyOf(all, bytes));
  }

  /** The answer with its question left out. */
  private static byte[] without(byte[] all) {
    byte[] record = {
      3, 'a', 'p', 'p', 3, 's', 'v', 'c', 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 9, 9, 9
    };
    ByteBuffer message = ByteBuffer.allocate(12 + record.length).put(all, 0, 12).put(record);
    return message.putShort(4, (short) 0).array();
  }
}
