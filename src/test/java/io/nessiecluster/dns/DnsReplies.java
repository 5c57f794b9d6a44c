package io.nessiecluster.dns;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The bytes that a {@link TestDnsServer} sends by a {@link DnsScript}. */
final class DnsReplies {

  private DnsReplies() {}

  /** The scripts that make an answer each, of one that depends on the query. */
  static List<DnsScript> scripts(DnsScript script, Message query, boolean tcp) {
    return switch (script) {
      case DnsScript.ByTransport(var udp, var overTcp) -> scripts(tcp ? overTcp : udp, query, tcp);
      case DnsScript.ByEdns(var with, var without) ->
          scripts(query.getOPT() == null ? without : with, query, tcp);
      case DnsScript.InTurn(var all) ->
          all.stream().flatMap(each -> scripts(each, query, tcp).stream()).toList();
      default -> List.of(script);
    };
  }

  /** The bytes to send; none for silence. Longer than {@code limit} is cut and marked as such. */
  static byte[] bytes(Message query, DnsScript script, int limit) throws InterruptedException {
    return switch (script) {
      case DnsScript.Zone zone -> zone(query, zone).toWire(limit);
      case DnsScript.Code(int rcode) -> response(query, rcode).toWire(limit);
      case DnsScript.Referral() -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().unsetFlag(Flags.AA);
        yield message.toWire(limit);
      }
      case DnsScript.CutShort(var zone) -> {
        Message message = zone(query, zone);
        message.getHeader().setFlag(Flags.TC);
        yield message.toWire(limit);
      }
      case DnsScript.FromElsewhere(var then) -> bytes(query, then, limit);
      case DnsScript.Echo() -> query.toWire();
      case DnsScript.Edited(var then, var edit) -> edit.apply(bytes(query, then, limit));
      case DnsScript.ByTransport _, DnsScript.ByEdns _, DnsScript.InTurn _ ->
          throw new IllegalArgumentException("not within another: " + script);
      case DnsScript.Silence() -> new byte[0];
      case DnsScript.Garbage() -> garbage(query);
      case DnsScript.Mangled(var zone, var seed) -> {
        byte[] bytes = zone(query, zone).toWire(limit);
        Random random = new Random(seed);
        for (int i = random.nextInt(4); i >= 0; i--) {
          bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
        }
        yield bytes;
      }
      case DnsScript.WrongId() -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().setID(query.getHeader().getID() ^ 1);
        yield message.toWire(limit);
      }
      case DnsScript.WrongQuestion() -> {
        Message message = new Message(query.getHeader().getID());
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(
            Record.newRecord(DnsScript.name("other.example."), Type.A, 1), Section.QUESTION);
        yield message.toWire(limit);
      }
      case DnsScript.Drip _, DnsScript.HangUp _ -> {
        Message message = response(query, Rcode.NOERROR);
        message.getHeader().setFlag(Flags.TC);
        yield message.toWire(limit);
      }
      case DnsScript.After(var delay, var then) -> {
        Thread.sleep(delay);
        yield bytes(query, then, limit);
      }
    };
  }

  /** The whole of an honest server: the records of the type asked for, and the aliases. */
  private static Message zone(Message query, DnsScript.Zone zone) {
    Message message = response(query, Rcode.NOERROR);
    for (Record each : zone.answer()) {
      if (List.of(query.getQuestion().getType(), Type.CNAME).contains(each.getType())) {
        message.addRecord(each, Section.ANSWER);
      }
    }
    zone.additional().forEach(each -> message.addRecord(each, Section.ADDITIONAL));
    return message;
  }

  private static Message response(Message query, int rcode) {
    Message message = new Message(query.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.AA);
    if (query.getHeader().getFlag(Flags.RD)) {
      message.getHeader().setFlag(Flags.RD); // RFC 1035, section 4.1.1: copied into the response
    }
    message.getHeader().setRcode(rcode);
    message.addRecord(query.getQuestion(), Section.QUESTION);
    return message;
  }

  /** The right id, and then a header that promises records which are not there. */
  private static byte[] garbage(Message query) {
    int id = query.getHeader().getID();
    byte[] bytes = new byte[40];
    Arrays.fill(bytes, (byte) 0xff);
    bytes[0] = (byte) (id >> 8);
    bytes[1] = (byte) id;
    return bytes;
  }
}
