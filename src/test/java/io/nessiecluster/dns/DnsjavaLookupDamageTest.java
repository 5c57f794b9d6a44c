package io.nessiecluster.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/** What is damaged or cannot be is left out, and what is left is a part. */
class DnsjavaLookupDamageTest extends LoopbackDns {

  private static final DnsScript.Zone TWO = DnsScript.addresses(APP, "10.0.0.1", "10.0.0.2");
  private static final DnsScript.Zone ONE = DnsScript.addresses(APP, "10.0.0.1");

  /** The bytes of an A record's data length, in an answer of one name and one address. */
  private static final int LENGTH_AT = 12 + 9 + 4 + 2 + 2 + 2 + 4;

  private static final UnaryOperator<byte[]> BAD_LENGTH =
      all -> {
        byte[] bytes = all.clone();
        int end = bytes.length; // the last record is an address of four bytes: now of three
        return ByteBuffer.wrap(Arrays.copyOf(bytes, end - 1))
            .putShort(end - 4 - 2, (short) 3)
            .array();
      };

  @Test
  void aRecordThatCannotBeReadLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, BAD_LENGTH));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
    assertThat(part.missing().detail())
        .contains(server.address() + " sent a damaged answer", "record 2");
  }

  @Test
  void aRecordThatCannotBeReadHidesNoLaterOne() throws Exception {
    UnaryOperator<byte[]> edit =
        all -> ByteBuffer.wrap(all.clone()).put(LENGTH_AT - 7, (byte) Type.AAAA).array();
    server.script(APP, new DnsScript.Edited(TWO, edit));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.2");
  }

  @Test
  void aCountOfMoreRecordsThanThereAreLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(65_535)));
    assertThat(part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR).addresses()).hasSize(2);
  }

  @Test
  void aCountOfFewerRecordsThanThereAreLeavesAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(1)));
    PartialAnswer part = part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly("10.0.0.1");
  }

  @Test
  void aCountOfNoneBeforeRecordsIsNoEmptiness() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, counts(0)));
    noAnswer(lookup(APP, RecordType.A), Reason.NETWORK_ERROR);
  }

  @Test
  void anAnswerThatEndsWithinARecordIsAPart() throws Exception {
    server.script(APP, new DnsScript.Edited(TWO, all -> Arrays.copyOf(all, all.length - 2)));
    assertThat(part(lookup(APP, RecordType.A), Reason.NETWORK_ERROR).addresses())
        .containsExactly("10.0.0.1");
  }

  private static UnaryOperator<byte[]> counts(int answers) {
    return all -> ByteBuffer.wrap(all.clone()).putShort(6, (short) answers).array();
  }

  /** An extended error code (RFC 6891, section 6.1.3) looks like NOERROR to who overlooks it. */
  @Test
  void anExtendedErrorCodeIsNoEmptiness() throws Exception {
    server.script(
        APP,
        new DnsScript.Edited(
            DnsScript.noData(),
            all -> {
              ByteBuffer with = ByteBuffer.allocate(all.length + 11).put(all);
              with.put((byte) 0).putShort((short) Type.OPT).putShort((short) 1232);
              with.put((byte) 1).put((byte) 0).putShort((short) 0).putShort((short) 0);
              return with.putShort(10, (short) 1).array();
            }));
    noAnswer(lookup(APP, RecordType.A), Reason.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"})
  void anAddressThatCanBeNoPeersIsLeftOutAndTold(String address) throws Exception {
    String good = address.contains(":") ? "fd00::1" : "10.0.0.1";
    server.addresses(APP, address, good);
    PartialAnswer part =
        part(
            lookup(APP, address.contains(":") ? RecordType.AAAA : RecordType.A),
            Reason.NETWORK_ERROR);
    assertThat(part.addresses()).containsExactly(good);
    assertThat(part.missing().detail()).contains(address + " can be no node's address");
  }

  @Test
  void aTtlOfTooManyBitsIsZero() throws Exception {
    UnaryOperator<byte[]> edit =
        all -> ByteBuffer.wrap(all.clone()).putInt(all.length - 10, -1).array();
    server.script(APP, new DnsScript.Edited(ONE, edit));
    assertThat(lookup(APP, RecordType.A)).isEqualTo(new Answer(List.of("10.0.0.1"), Duration.ZERO));
  }

  @Test
  void recordsOfOtherTypesAreSkippedAndNoDamage() throws Exception {
    server.script(
        APP,
        DnsScript.records(
            DnsScript.address(APP, 3, "10.0.0.1"), DnsScript.cname("other.svc.", 3, "b.svc.")));
    assertThat(lookup(APP, RecordType.A)).isInstanceOf(Answer.class);
  }
}
