package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/**
 * One question to one server: by UDP, and by TCP when the answer was truncated; with EDNS, and
 * without it when the server does not know that. Blocks the thread that calls it.
 */
final class ServerQuery {

  /** No fragments on any usual path (DNS Flag Day 2020). */
  private static final int EDNS_PAYLOAD_BYTES = 1232;

  private static final int PAYLOAD_BYTES = 512; // RFC 1035, section 2.3.4

  /** What servers from before EDNS, or with another version of it, answer to it. */
  private static final Set<Integer> EDNS_REFUSED =
      Set.of(Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS);

  private final ServerMemory memory;
  private final LongSupplier nanoTime;

  ServerQuery(ServerMemory memory, LongSupplier nanoTime) {
    this.memory = memory;
    this.nanoTime = nanoTime;
  }

  /** Whom to ask what, and by when the answer must be there. */
  private record Ask(DnsServer server, Message query, boolean tcp, Duration timeout, Deadline end) {

    boolean hasEdns() {
      return query.getOPT() != null;
    }

    Ask withoutEdns() {
      return new Ask(server, queryFor(query.getQuestion(), false), tcp, timeout, end);
    }

    Ask byTcp() {
      return new Ask(server, query, true, timeout, end);
    }
  }

  /**
   * Asks, and waits for the reply.
   *
   * @param tcp whether not to try UDP
   * @param timeout the bound on all of it
   * @throws InterruptedException when the thread was interrupted
   */
  Reply ask(DnsServer server, Name name, int type, boolean tcp, Duration timeout)
      throws InterruptedException {
    Message query = queryFor(Record.newRecord(name, type, DClass.IN), memory.takesEdns(server));
    Ask ask = new Ask(server, query, tcp, timeout, Deadline.in(timeout, nanoTime));
    try {
      Response response = response(ask);
      if (ask.hasEdns() && EDNS_REFUSED.contains(response.rcode())) {
        ask = ask.withoutEdns();
        response = response(ask);
        if (!EDNS_REFUSED.contains(response.rcode())) {
          memory.refusesEdns(server);
        }
      }
      return response.truncated() ? afterACut(ask, response) : classify(ask, response);
    } catch (SocketTimeoutException e) {
      memory.silentTo(server, ask.hasEdns());
      return failure(ask, e);
    } catch (IOException | RuntimeException e) { // what an answer does to the parser, too
      return failure(ask, e);
    }
  }

  private static Message queryFor(Record question, boolean edns) {
    Message query = Message.newQuery(question);
    if (edns) {
      query.addRecord(new OPTRecord(EDNS_PAYLOAD_BYTES, 0, 0), Section.ADDITIONAL);
    }
    return query;
  }

  /** Asks by TCP for what was cut, and keeps what UDP had when that comes to nothing. */
  private Reply afterACut(Ask ask, Response cut) throws InterruptedException {
    if (ask.tcp()) {
      return part(
          ask,
          cut,
          new Reply.Failure(Reason.TRUNCATED, ask.server() + " cut its answer short over TCP"));
    }
    Reply.Failure failure;
    Ask byTcp = ask.byTcp();
    try {
      Response response = response(byTcp);
      Reply reply = response.truncated() ? afterACut(byTcp, response) : classify(byTcp, response);
      switch (reply) {
        case Reply.Knowledge knowledge
            when !knowledge.response().answer().isEmpty() || cut.answer().isEmpty() -> {
          return knowledge;
        }
        case Reply.Knowledge _ -> failure = denied(ask.server());
        case Reply.Failure code -> failure = code;
      }
    } catch (IOException | RuntimeException e) {
      failure = failure(byTcp, e);
    }
    if (failure.reason() == Reason.TRUNCATED) {
      return part(ask, cut, failure);
    }
    memory.lostByTcp(ask.server());
    String seen = ask.server() + " answered by UDP, truncated, and not by TCP: " + failure.seen();
    return part(ask, cut, new Reply.Failure(failure.reason(), seen));
  }

  /** The first message that is an answer to the question, whatever else comes before it. */
  private static Response response(Ask ask) throws IOException, InterruptedException {
    int limit = ask.tcp() ? Message.MAXLENGTH : ask.hasEdns() ? EDNS_PAYLOAD_BYTES : PAYLOAD_BYTES;
    WireParseException stranger = null;
    try (DnsClient client =
        ask.tcp() ? TcpClient.open(ask.server(), ask.end()) : UdpClient.open(ask.server())) {
      client.send(ask.query().toWire());
      while (true) {
        try {
          return ResponseReader.read(client.receive(ask.end()), ask.query(), limit);
        } catch (WireParseException e) {
          stranger = stranger == null ? e : stranger;
        }
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw stranger == null
          ? e
          : new WireParseException(stranger.getMessage() + ", and the right one did not come", e);
    }
  }

  private static Reply classify(Ask ask, Response response) {
    DnsServer server = ask.server();
    return switch (response.rcode()) {
      case Rcode.NOERROR, Rcode.NXDOMAIN -> {
        if (response.damage().isPresent()) {
          String seen = server + " sent a damaged answer: " + response.damage().get();
          yield part(ask, response, new Reply.Failure(Reason.NETWORK_ERROR, seen));
        }
        yield isReferral(response)
            ? new Reply.Failure(
                Reason.REFUSED, server + " neither knows the name nor asks others (no recursion)")
            : new Reply.Knowledge(response, server, Optional.empty());
      }
      case Rcode.SERVFAIL -> new Reply.Failure(Reason.SERVFAIL, server + " answered SERVFAIL");
      default ->
          new Reply.Failure(Reason.REFUSED, server + " answered " + Rcode.string(response.rcode()));
    };
  }

  /** Of what another answer has just shown. */
  static Reply.Failure denied(DnsServer server) {
    return new Reply.Failure(Reason.NETWORK_ERROR, server + " knows no such record");
  }

  private static Reply part(Ask ask, Response response, Reply.Failure why) {
    boolean known = response.rcode() == Rcode.NOERROR || response.rcode() == Rcode.NXDOMAIN;
    return known && !response.answer().isEmpty()
        ? new Reply.Knowledge(response, ask.server(), Optional.of(why))
        : why;
  }

  /** An empty answer of a server that has no authority and does not recurse is no NODATA. */
  private static boolean isReferral(Response response) {
    return response.rcode() == Rcode.NOERROR
        && response.answers() == 0
        && !response.authoritative()
        && !response.recursive();
  }

  private static Reply.Failure failure(Ask ask, Exception cause) {
    DnsServer server = ask.server();
    return switch (cause) {
      case SocketTimeoutException e ->
          new Reply.Failure(
              Reason.TIMEOUT,
              server + " did not answer within " + ask.timeout().toMillis() + " ms");
      case PortUnreachableException e ->
          new Reply.Failure(Reason.NETWORK_ERROR, "nothing listens at " + server);
      case ConnectException e ->
          new Reply.Failure(
              Reason.NETWORK_ERROR, "no TCP connection to " + server + ": " + e.getMessage());
      case EOFException e ->
          new Reply.Failure(Reason.NETWORK_ERROR, server + ": " + e.getMessage());
      case WireParseException e ->
          new Reply.Failure(
              Reason.NETWORK_ERROR,
              server + " sent what is no answer to the question: " + e.getMessage());
      default ->
          new Reply.Failure(
              Reason.NETWORK_ERROR, "no exchange with " + server + " was possible: " + cause);
    };
  }
}
