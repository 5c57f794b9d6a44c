package io.nessiecluster.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSInput;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/**
 * Reads a message (RFC 1035, section 4.1) record by record: one that cannot be read is told, and
 * the others are kept. dnsjava's {@link Message} reads all or nothing.
 */
final class ResponseReader {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  private static final int POINTER = 0xC0; // RFC 1035, section 4.1.4

  private final DNSInput in;
  private final Map<Integer, Name> pointedAt = new HashMap<>();
  private final List<Record> answer = new ArrayList<>();
  private final List<Record> additional = new ArrayList<>();
  private int extendedRcode;
  private @Nullable String damage;

  private ResponseReader(byte[] bytes) {
    this.in = new DNSInput(bytes);
  }

  /**
   * Reads the answer to a query.
   *
   * @param limit how many bytes the server could have sent
   * @throws WireParseException when it is none, such as one to another query
   */
  static Response read(byte[] bytes, Message query, int limit) throws WireParseException {
    if (bytes.length < Header.LENGTH) {
      throw new WireParseException(bytes.length + " bytes");
    }
    Header header;
    try {
      header = new Header(bytes);
    } catch (IOException e) {
      throw new WireParseException("no header", e);
    }
    ResponseReader reader = new ResponseReader(bytes);
    reader.expectAnswer(header, query);
    reader.sections(header);
    return new Response(
        header.getRcode() | reader.extendedRcode << 4,
        header.getFlag(Flags.AA),
        header.getFlag(Flags.RA),
        header.getFlag(Flags.TC),
        header.getCount(Section.ANSWER),
        reader.answer,
        reader.additional,
        Optional.ofNullable(reader.damage),
        limit - bytes.length);
  }

  /** By id and question (RFC 5452, section 9.1); an error code may come without its question. */
  private void expectAnswer(Header header, Message query) throws WireParseException {
    if (header.getID() != query.getHeader().getID()) {
      throw new WireParseException("it has another id");
    }
    if (!header.getFlag(Flags.QR) || header.getOpcode() != Opcode.QUERY) {
      throw new WireParseException("it is a query, not a response");
    }
    in.readByteArray(Header.LENGTH);
    int code = header.getRcode();
    if (header.getCount(Section.QUESTION) == 0 && code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      return;
    }
    if (header.getCount(Section.QUESTION) != 1) {
      throw new WireParseException("it does not repeat the question");
    }
    Name name = new Name(in);
    int type = in.readU16();
    int dclass = in.readU16();
    Record asked = query.getQuestion();
    if (!name.equals(asked.getName()) || type != asked.getType() || dclass != asked.getDClass()) {
      throw new WireParseException("it is one to " + Type.string(type) + " " + name);
    }
  }

  private void sections(Header header) {
    int number = 0;
    try {
      for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
        for (int i = 0; i < header.getCount(section); i++) {
          number++;
          record(section, number);
        }
      }
      if (in.remaining() > 0) {
        damaged(in.remaining() + " bytes follow its last record");
      }
    } catch (WireParseException | IllegalArgumentException e) {
      damaged("it ends within record " + number);
    }
  }

  private void record(int section, int number) throws WireParseException {
    Name owner = owner();
    int type = in.readU16();
    int dclass = in.readU16();
    long ttl = in.readU32();
    int length = in.readU16();
    int end = in.current() + length;
    if (length > in.remaining()) {
      throw new WireParseException("end of input");
    }
    if (type == Type.OPT) {
      extendedRcode = (int) (ttl >>> 24); // RFC 6891, section 6.1.3
    } else if (dclass == DClass.IN && section != Section.AUTHORITY) {
      try {
        Record record = data(owner, type, seconds(ttl), length);
        if (in.current() != end && record != null) {
          throw new WireParseException("another length");
        }
        if (record != null) {
          (section == Section.ANSWER ? answer : additional).add(record);
        }
      } catch (WireParseException | IllegalArgumentException e) {
        damaged("record " + number + " cannot be read");
      }
    }
    skipTo(end);
  }

  /** The records of a name point at one and the same: of thousands it is read once. */
  private Name owner() throws WireParseException {
    int start = in.current();
    int first = in.readU8();
    int place = (first & POINTER) == POINTER ? first << 8 | in.readU8() : -1;
    Name known = pointedAt.get(place);
    if (known != null) {
      return known;
    }
    in.jump(start);
    Name name = new Name(in);
    if (place >= 0) {
      pointedAt.put(place, name);
    }
    return name;
  }

  private void skipTo(int end) {
    if (in.current() + in.remaining() == end) {
      in.readByteArray(); // to jump behind the last byte is refused
    } else {
      in.jump(end);
    }
  }

  /** Nothing for types that a lookup has no use for. */
  private @Nullable Record data(Name owner, int type, long ttl, int length)
      throws WireParseException {
    return switch (type) {
      case Type.A -> new ARecord(owner, DClass.IN, ttl, address(length, IPV4_BYTES));
      case Type.AAAA -> new AAAARecord(owner, DClass.IN, ttl, address(length, IPV6_BYTES));
      case Type.CNAME -> new CNAMERecord(owner, DClass.IN, ttl, new Name(in));
      case Type.SRV ->
          new SRVRecord(
              owner, DClass.IN, ttl, in.readU16(), in.readU16(), in.readU16(), new Name(in));
      default -> null;
    };
  }

  private byte[] address(int length, int expected) throws WireParseException {
    if (length != expected) {
      throw new WireParseException("an address of " + length + " bytes");
    }
    return in.readByteArray(length);
  }

  /** RFC 2181, section 8: with its highest bit set it is zero. */
  private static long seconds(long ttl) {
    return ttl > Integer.MAX_VALUE ? 0 : ttl;
  }

  private void damaged(String what) {
    damage = damage == null ? what : damage;
  }
}
