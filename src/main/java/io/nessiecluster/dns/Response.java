package io.nessiecluster.dns;

import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/**
 * A server's answer to the question that was asked.
 *
 * @param rcode the code, that of EDNS included
 * @param authoritative whether it is of the zone's own server
 * @param recursive whether its server asks others
 * @param truncated whether it says of itself that it was cut
 * @param answers how many records it counts as the answer, of whatever type
 * @param answer the A, AAAA, CNAME and SRV records of the answer that could be read
 * @param additional the A and AAAA records sent along that could be read
 * @param damage what could not be read, if anything
 * @param room how many bytes more it could have held
 */
record Response(
    int rcode,
    boolean authoritative,
    boolean recursive,
    boolean truncated,
    int answers,
    List<Record> answer,
    List<Record> additional,
    Optional<String> damage,
    int room) {

  /** Of nine IPv6 addresses: a server leaves those out that do not fit (RFC 2181, section 9). */
  private static final int ROOM_FOR_ADDRESSES = 256;

  Response {
    answer = List.copyOf(answer);
    additional = List.copyOf(additional);
  }

  /** Whether the records that are there are all of theirs: of their name and type. */
  boolean isWhole() {
    return !truncated && damage.isEmpty();
  }

  /** Whether a name of which an address was sent along has no others. */
  boolean sendsAllAlong() {
    return isWhole() && authoritative && room >= ROOM_FOR_ADDRESSES;
  }
}
