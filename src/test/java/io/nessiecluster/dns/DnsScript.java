package io.nessiecluster.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;

/** What {@link TestDnsServer} does when it is asked for a name. */
public sealed interface DnsScript {

  /** TTL of records that name none, in seconds. */
  int TTL_SECONDS = 30;

  /**
   * NOERROR with those records of {@code answer} that are of the type asked for, or aliases.
   *
   * @param additional sent along
   */
  record Zone(List<Record> answer, List<Record> additional) implements DnsScript {
    /** Sends records along, as CoreDNS does with the addresses of SRV targets. */
    public Zone with(Record... more) {
      return new Zone(answer, List.of(more));
    }
  }

  /** No records, and a code. */
  record Code(int rcode) implements DnsScript {}

  /** NOERROR without records of a server that neither recurses nor has authority. */
  record Referral() implements DnsScript {}

  /** Nothing is sent. */
  record Silence() implements DnsScript {}

  /** Bytes that are no DNS message. */
  record Garbage() implements DnsScript {}

  /** An answer of which some bytes behind the id were changed. */
  record Mangled(Zone zone, long seed) implements DnsScript {}

  /** The answer to another question's id. */
  record WrongId() implements DnsScript {}

  /** The answer to a question that was not asked. */
  record WrongQuestion() implements DnsScript {}

  /** Records of an answer that is marked as cut short, over UDP and over TCP. */
  record CutShort(Zone zone) implements DnsScript {}

  /** Truncated over UDP; over TCP a length, one byte, and no more. */
  record Drip() implements DnsScript {}

  /** Truncated over UDP; over TCP the connection is closed. */
  record HangUp() implements DnsScript {}

  /** Another script, later. */
  record After(Duration delay, DnsScript then) implements DnsScript {}

  /** One script over UDP, another over TCP. */
  record ByTransport(DnsScript udp, DnsScript tcp) implements DnsScript {}

  /** One script for queries with an OPT record (RFC 6891), another for those without. */
  record ByEdns(DnsScript with, DnsScript without) implements DnsScript {}

  /** Several answers to one query, in this order. */
  record InTurn(List<DnsScript> all) implements DnsScript {}

  /** Over UDP from a socket that the query did not go to. */
  record FromElsewhere(DnsScript then) implements DnsScript {}

  /** The query itself. */
  record Echo() implements DnsScript {}

  /** An answer whose bytes are changed. */
  record Edited(DnsScript script, UnaryOperator<byte[]> edit) implements DnsScript {}

  /** Some records and the mark of a cut answer over UDP; another script over TCP. */
  static DnsScript cut(Zone udp, DnsScript tcp) {
    return new ByTransport(new CutShort(udp), tcp);
  }

  /** Several answers to one query. */
  static DnsScript inTurn(DnsScript... all) {
    return new InTurn(List.of(all));
  }

  /** A and AAAA records, owned by {@code name}. */
  static Zone addresses(String name, String... addresses) {
    return records(
        Arrays.stream(addresses).map(a -> address(name, TTL_SECONDS, a)).toArray(Record[]::new));
  }

  /** These records. */
  static Zone records(Record... records) {
    return new Zone(List.of(records), List.of());
  }

  /** An alias that the server does not follow. */
  static Zone alias(String name, String target) {
    return records(cname(name, TTL_SECONDS, target));
  }

  /** SRV records for the targets, all of one priority. */
  static Zone services(String name, String... targets) {
    return records(Stream.of(targets).map(t -> srv(name, TTL_SECONDS, t)).toArray(Record[]::new));
  }

  /** The name exists, without records. */
  static DnsScript noData() {
    return records();
  }

  static DnsScript nxdomain() {
    return new Code(Rcode.NXDOMAIN);
  }

  static DnsScript servfail() {
    return new Code(Rcode.SERVFAIL);
  }

  static DnsScript refused() {
    return new Code(Rcode.REFUSED);
  }

  static DnsScript silence() {
    return new Silence();
  }

  static DnsScript garbage() {
    return new Garbage();
  }

  /** An A or AAAA record; IPv6 with a colon, also a mapped one. */
  static Record address(String name, long ttlSeconds, String address) {
    InetAddress parsed = InetAddress.ofLiteral(address);
    if (!address.contains(":")) {
      return new ARecord(name(name), DClass.IN, ttlSeconds, parsed);
    }
    byte[] bytes = parsed.getAddress();
    if (bytes.length == 4) { // InetAddress made an IPv4 address of a mapped one
      byte[] mapped = new byte[16];
      Arrays.fill(mapped, 10, 12, (byte) 0xff);
      System.arraycopy(bytes, 0, mapped, 12, 4);
      bytes = mapped;
    }
    return new AAAARecord(name(name), DClass.IN, ttlSeconds, bytes);
  }

  static Record cname(String name, long ttlSeconds, String target) {
    return new CNAMERecord(name(name), DClass.IN, ttlSeconds, name(target));
  }

  static Record srv(String name, long ttlSeconds, String target) {
    return new SRVRecord(name(name), DClass.IN, ttlSeconds, 0, 0, 4370, name(target));
  }

  /** {@code count} addresses from 10.1.0.0 on. */
  static List<String> manyAddresses(int count) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add("10.1." + i / 256 + "." + i % 256);
    }
    return addresses;
  }

  /** An absolute name. */
  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
