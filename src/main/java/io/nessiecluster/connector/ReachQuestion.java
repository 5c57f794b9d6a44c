package io.nessiecluster.connector;

import static io.nessiecluster.connector.RemoteFunction.CONNECT;
import static io.nessiecluster.connector.RemoteFunction.PORT_PLEASE;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Reach;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets a member try the way to another node, as its kernel would: ask the EPMD there for the port,
 * and to that port; and to EPMD itself where that names none. No step sends what a node sends, so
 * nobody is connected, and nothing stays open: a socket goes with the process that the call ran in.
 */
final class ReachQuestion {

  /** How many timeouts of a step a member has for all of them. */
  static final int TIMEOUTS = 4; // three steps at most, and the way of calls and answers

  private static final Atom ERROR = Term.atom("error");
  private static final Atom PORT = Term.atom("port");
  private static final Atom NOPORT = Term.atom("noport");
  private static final Atom CLOSED = Term.atom("closed");
  private static final Term BINARY = Term.atom("binary");
  private static final Term PASSIVE = Term.tuple(Term.atom("active"), Answers.FALSE);
  private static final Term INET6 = Term.atom("inet6");
  private static final int MAX_PORT = 0xffff;

  /** What is dialled, and what it means when that fails. */
  private enum Door {
    EPMD(LinkCause.EPMD_TIMEOUT, LinkCause.EPMD_UNREACHABLE, LinkCause.EPMD_UNREACHABLE),
    NODE(LinkCause.CONNECT_TIMEOUT, LinkCause.CONNECTION_REFUSED, LinkCause.CONNECT_TIMEOUT);

    private final LinkCause silent;
    private final LinkCause refused;
    private final LinkCause noRoute;

    Door(LinkCause silent, LinkCause refused, LinkCause noRoute) {
      this.silent = silent;
      this.refused = refused;
      this.noRoute = noRoute;
    }
  }

  private final RemoteCall call;
  private final String basename;
  private final String host;
  private final Optional<InetAddress> address;
  private final Duration timeout;

  private ReachQuestion(RemoteCall call, String to, Duration timeout) {
    this.call = call;
    this.basename = NodeNames.basename(to);
    this.host = NodeNames.host(to);
    this.address = literal(host);
    this.timeout = timeout;
  }

  /**
   * Lets the member try.
   *
   * @param settings tell the port of EPMD, or of all nodes
   * @param timeout of each step
   */
  static Reach ask(RemoteCall call, NodeName to, NodeSettings settings, Duration timeout)
      throws MeshCallException, InterruptedException {
    if (to.basename().isEmpty()) {
      return new Reach(LinkCause.UNKNOWN, Printable.text(to.text()) + " is no name of a node");
    }
    ReachQuestion question = new ReachQuestion(call, to.text(), timeout);
    return settings.peerPort().isPresent()
        ? question.node(settings.peerPort().getAsInt())
        : question.byEpmd(settings.epmdPort());
  }

  private Reach byEpmd(int epmdPort) throws MeshCallException, InterruptedException {
    Term told = call.to(PORT_PLEASE, text(basename), host(), Term.integer(timeout.toMillis()));
    if (told instanceof Tuple(List<Term> port)
        && port.size() == 3
        && port.getFirst().equals(PORT)
        && port.get(1) instanceof Int(long number)
        && number >= 1
        && number <= MAX_PORT) {
      return node((int) number);
    }
    if (told.equals(NOPORT) || told.equals(CLOSED) || Answers.isTagged(told, ERROR)) {
      return withoutPort(epmdPort);
    }
    throw Answers.unlike(PORT_PLEASE, "port", told);
  }

  /** The same answer is given where EPMD cannot be reached. */
  private Reach withoutPort(int epmdPort) throws MeshCallException, InterruptedException {
    Term connected = connect(epmdPort);
    return isOk(connected)
        ? new Reach(
            LinkCause.NAME_NOT_REGISTERED,
            "the EPMD at %s does not know %s".formatted(at(epmdPort), Printable.text(basename)))
        : failed(Door.EPMD, epmdPort, connected);
  }

  private Reach node(int port) throws MeshCallException, InterruptedException {
    Term connected = connect(port);
    return isOk(connected)
        ? new Reach(LinkCause.REACHABLE, at(port) + " accepts connections")
        : failed(Door.NODE, port, connected);
  }

  private Term connect(int port) throws MeshCallException, InterruptedException {
    Term options =
        new ListTerm(
            Stream.concat(Stream.of(BINARY, PASSIVE), isIpv6() ? Stream.of(INET6) : Stream.of())
                .toList());
    return call.to(CONNECT, host(), Term.integer(port), options, Term.integer(timeout.toMillis()));
  }

  private static boolean isOk(Term connected) {
    return Answers.isTagged(connected, Answers.OK);
  }

  private Reach failed(Door door, int port, Term outcome) throws MeshCallException {
    if (!Answers.isTagged(outcome, ERROR) || !(((Tuple) outcome).get(1) instanceof Atom reason)) {
      throw Answers.unlike(CONNECT, "outcome", outcome);
    }
    return switch (reason.name()) {
      case "timeout", "etimedout" ->
          new Reach(door.silent, "no answer from %s in %s".formatted(at(port), seconds()));
      case "econnrefused" -> new Reach(door.refused, at(port) + " refuses the connection");
      case "nxdomain" ->
          new Reach(
              LinkCause.EPMD_UNREACHABLE,
              "the host " + Printable.text(host) + " is not known to the member");
      case "emfile", "enfile", "enobufs", "enomem", "system_limit", "eaddrnotavail" ->
          new Reach(LinkCause.UNKNOWN, "the member has no socket to try with: " + reason.name());
      default -> // as there is no route, or somebody says that there is none
          new Reach(door.noRoute, "no way to %s: %s".formatted(at(port), Answers.line(reason)));
    };
  }

  private String seconds() {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
  }

  private String at(int port) {
    String shown = Printable.text(host);
    return (isIpv6() ? "[" + shown + "]" : shown) + ":" + port;
  }

  private boolean isIpv6() {
    return address.isPresent() && address.get() instanceof Inet6Address;
  }

  /** An address as a tuple, or the text for the member's own resolver. */
  private Term host() {
    return address.isPresent() ? tuple(address.get().getAddress()) : text(host);
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Term tuple(byte[] address) {
    boolean ipv6 = address.length == 16;
    Term[] parts = new Term[ipv6 ? 8 : 4];
    ByteBuffer bytes = ByteBuffer.wrap(address);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Term.integer(ipv6 ? bytes.getShort() & 0xffff : bytes.get() & 0xff);
    }
    return Term.tuple(parts);
  }

  private static Term text(String text) {
    return new ListTerm(text.codePoints().<Term>mapToObj(Int::of).toList());
  }
}
