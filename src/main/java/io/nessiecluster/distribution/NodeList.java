package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.LineLimit;
import io.nessiecluster.base.NodeNames;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.NamesResponse.NamedPort;
import io.nessiecluster.distribution.transport.Sockets;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What nodes the EPMD at an address lists that can be dialled there: neither this very node nor
 * hidden ones, which want to be met by nobody who does not know them.
 *
 * @param own this node, as its own EPMD lists it
 * @param hidden tells who is hidden, which EPMD does not
 * @param lines bounds the log lines that an EPMD can cause
 */
record NodeList(EpmdClient epmd, NamedPort own, HiddenCheck hidden, LineLimit lines) {

  /** Most names that are taken of one EPMD: as many pods share no address. */
  static final int MAX_NAMES = 100;

  private static final int LINES_PER_SECOND = 1;

  /** The lists that a node makes which listens at a port. */
  static NodeList of(
      EpmdClient epmd, NodeSettings settings, int port, HiddenCheck hidden, NodeRuntime runtime) {
    return new NodeList(
        epmd,
        new NamedPort(NodeNames.basename(settings.name()), port),
        hidden,
        new LineLimit(LINES_PER_SECOND, runtime.nanoTime()));
  }

  /**
   * The basenames, in the order of the answer.
   *
   * @param visible basenames of nodes that are known not to be hidden
   * @param deadline of all questions together
   */
  List<String> at(InetAddress address, Set<String> visible, Deadline deadline)
      throws ConnectFailedException, InterruptedException {
    try {
      List<String> names = new ArrayList<>();
      for (NamedPort node : listed(address, deadline)) {
        if (visible.contains(node.name()) || !hidden.isHidden(address, node, deadline)) {
          names.add(node.name());
        }
      }
      return names.stream().distinct().toList();
    } catch (EpmdException e) {
      throw new ConnectFailedException(
          ConnectFailure.of(e.reason()), String.valueOf(e.getMessage()));
    }
  }

  private List<NamedPort> listed(InetAddress address, Deadline deadline)
      throws EpmdException, InterruptedException {
    List<NamedPort> nodes =
        epmd.names(address, deadline.left()).stream()
            .filter(node -> NodeNames.isBasename(node.name()) && !node.equals(own))
            .distinct()
            .toList();
    if (nodes.size() <= MAX_NAMES) {
      return nodes;
    }
    lines
        .admit()
        .ifPresent(
            _ ->
                System.getLogger(NodeList.class.getName())
                    .log(
                        Level.WARNING,
                        "EPMD at %s lists %d nodes, of which the first %d are taken"
                            .formatted(Sockets.text(address), nodes.size(), MAX_NAMES)));
    return nodes.subList(0, MAX_NAMES);
  }
}
