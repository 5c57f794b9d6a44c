package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;
import org.xbill.DNS.io.DefaultIoClientFactory;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/** One question to one server, by UDP, and by TCP when the answer was truncated. */
final class ServerQuery {

  /** No fragments on any usual path (DNS Flag Day 2020). */
  private static final int EDNS_PAYLOAD_BYTES = 1232;

  private final Executor executor;
  private final IoClientFactory transports;

  ServerQuery(Executor executor, LongSupplier nanoTime) {
    this.executor = executor;
    this.transports = new Transports(new TcpClient(nanoTime));
  }

  /** UDP by dnsjava, TCP by our own. */
  private record Transports(TcpIoClient createOrGetTcpClient) implements IoClientFactory {
    @Override
    public UdpIoClient createOrGetUdpClient() {
      return new DefaultIoClientFactory().createOrGetUdpClient();
    }
  }

  /**
   * Asks, and waits for the reply.
   *
   * @param timeout the bound on all of it
   */
  Reply ask(DnsServer server, Name name, int type, Duration timeout) throws InterruptedException {
    try {
      return classify(server, await(send(server, name, type, timeout), timeout));
    } catch (TimeoutException e) {
      return new Reply.Failure(Reason.TIMEOUT, silent(server, timeout));
    } catch (ExecutionException e) {
      return failure(server, timeout, e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) { // whatever an answer does to the parser is the answer's fault
      return failure(server, timeout, e);
    }
  }

  private CompletableFuture<Message> send(DnsServer server, Name name, int type, Duration timeout) {
    SimpleResolver resolver =
        new SimpleResolver(new InetSocketAddress(server.address(), server.port()));
    resolver.setEDNS(0, EDNS_PAYLOAD_BYTES, 0, List.of());
    resolver.setTimeout(timeout);
    resolver.setIoClientFactory(transports);
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    return resolver.sendAsync(query, executor).toCompletableFuture();
  }

  /** Waits by our own clock: dnsjava looks at its own only at each tick of its selector. */
  private static Message await(CompletableFuture<Message> reply, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return reply.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      reply.cancel(true);
    }
  }

  private static Reply classify(DnsServer server, Message message) {
    if (!message.getHeader().getFlag(Flags.QR)) {
      return new Reply.Failure(Reason.NETWORK_ERROR, server + " sent a query, not a response");
    }
    if (message.getHeader().getFlag(Flags.TC)) { // by TCP, too: dnsjava has asked again
      return new Reply.Failure(Reason.TRUNCATED, server + " cut its answer short over TCP");
    }
    return switch (message.getRcode()) {
      case Rcode.NOERROR ->
          isReferral(message)
              ? new Reply.Failure(
                  Reason.REFUSED, server + " neither knows the name nor asks others (no recursion)")
              : new Reply.Knowledge(message, server);
      case Rcode.NXDOMAIN -> new Reply.Knowledge(message, server);
      case Rcode.SERVFAIL -> new Reply.Failure(Reason.SERVFAIL, server + " answered SERVFAIL");
      default ->
          new Reply.Failure(
              Reason.REFUSED, server + " answered " + Rcode.string(message.getRcode()));
    };
  }

  /** An empty answer of a server that has no authority and does not recurse is no NODATA. */
  private static boolean isReferral(Message message) {
    return message.getSection(Section.ANSWER).isEmpty()
        && !message.getHeader().getFlag(Flags.AA)
        && !message.getHeader().getFlag(Flags.RA);
  }

  private static Reply failure(DnsServer server, Duration timeout, Throwable cause) {
    return switch (cause) {
      case SocketTimeoutException e -> new Reply.Failure(Reason.TIMEOUT, silent(server, timeout));
      case PortUnreachableException e ->
          new Reply.Failure(Reason.NETWORK_ERROR, "nothing listens at " + server);
      case ConnectException e ->
          new Reply.Failure(
              Reason.NETWORK_ERROR, "no TCP connection to " + server + ": " + e.getMessage());
      case EOFException e when e.getMessage() != null ->
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

  private static String silent(DnsServer server, Duration timeout) {
    return server + " did not answer within " + timeout.toMillis() + " ms";
  }
}
