package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.NamesResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Where a dialled node listens: the address of its host, and the port that the EPMD there tells, or
 * that every peer has.
 *
 * @param peerPort where every peer listens; empty to ask the EPMD of each
 */
record PortLookup(EpmdClient epmd, OptionalInt peerPort, HostLookup hosts) {

  private static final int MAX_NAMES_TOLD = 10;

  /** Finds the node within the dial's deadline, and tells the dial where it is. */
  InetSocketAddress lookup(Dial dial) throws ConnectFailedException, InterruptedException {
    InetAddress host = hosts.lookup(dial);
    int port = peerPort.isPresent() ? peerPort.getAsInt() : ask(dial, host);
    InetSocketAddress address = new InetSocketAddress(host, port);
    dial.locate(address);
    return address;
  }

  /** Tells whether a node has ended that was found by this. */
  GoneCheck goneCheck() {
    return new GoneCheck(epmd, peerPort);
  }

  private int ask(Dial dial, InetAddress host) throws ConnectFailedException, InterruptedException {
    try {
      return epmd.lookup(host, dial.peer.basename(), dial.deadline.left()).port();
    } catch (EpmdException e) {
      throw new ConnectFailedException(
          ConnectFailure.of(e.reason()),
          e.getMessage()
              + (e.reason() == EpmdException.Reason.NAME_NOT_REGISTERED
                  ? whatIsListed(dial, host)
                  : ""));
    }
  }

  /** What EPMD knows instead; nothing when it does not say so in time. */
  private String whatIsListed(Dial dial, InetAddress host) throws InterruptedException {
    if (dial.deadline.passed()) {
      return "";
    }
    try {
      List<NamesResponse.NamedPort> nodes = epmd.names(host, dial.deadline.left());
      if (nodes.isEmpty()) {
        return "; it lists none";
      }
      String names =
          nodes.stream()
              .limit(MAX_NAMES_TOLD)
              .map(NamesResponse.NamedPort::name)
              .collect(Collectors.joining(", "));
      int more = nodes.size() - MAX_NAMES_TOLD;
      return "; it lists " + names + (more > 0 ? " and " + more + " more" : "");
    } catch (EpmdException _) {
      return "";
    }
  }
}
