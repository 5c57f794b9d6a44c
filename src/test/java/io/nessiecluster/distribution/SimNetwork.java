package io.nessiecluster.distribution;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What lies between the nodes of a simulation. As with TCP, the bytes of one connection arrive in
 * their order or not at all; those of several overtake each other as chance has it. A connection
 * can be reset at both ends or at one, or lose all bytes without a word; a cut between two nodes
 * holds bytes back until it heals.
 */
final class SimNetwork {

  private static final long RETRANSMIT = 200 * SimLoop.MILLI;
  private static final int SOON_MILLIS = 4;
  private static final int LATE_MILLIS = 2500;

  private final SimLoop loop;
  private final Map<String, Consumer<SimSocket>> listening = new LinkedHashMap<>();
  private final Set<Set<String>> cuts = new HashSet<>();
  private final Set<SimSocket> open = new LinkedHashSet<>();
  private int latePercent;
  private int connections;

  SimNetwork(SimLoop loop) {
    this.loop = loop;
  }

  /** Where a node of a simulation is: n0@h at 10.0.0.0, and so on; whoever else at 10.0.1.0. */
  static InetAddress address(String name) {
    return InetAddress.ofLiteral(
        name.endsWith("@h") ? "10.0.0." + name.substring(1, name.length() - 2) : "10.0.1.0");
  }

  /** Every so many of a hundred messages are late from now on, up to some seconds. */
  void late(int percent) {
    latePercent = percent;
  }

  void listen(String name, Consumer<SimSocket> onConnection) {
    listening.put(name, onConnection);
  }

  void stopListening(String name) {
    listening.remove(name);
  }

  void cut(String one, String other) {
    cuts.add(Set.of(one, other));
  }

  void heal() {
    cuts.clear();
  }

  boolean isCut(String one, String other) {
    return !one.equals(other) && cuts.contains(Set.of(one, other));
  }

  /** The sockets that are not closed by who has them. */
  Set<SimSocket> open() {
    return open;
  }

  void opened(SimSocket socket) {
    open.add(socket);
  }

  void closed(SimSocket socket) {
    open.remove(socket);
  }

  /** How long the next message takes. */
  long delay() {
    return loop.chance(latePercent) ? loop.upTo(LATE_MILLIS) : loop.upTo(SOON_MILLIS);
  }

  /** A socket that is not connected. */
  SimSocket socket(String from, String to) {
    return new SimSocket(loop, this, ++connections, from, to);
  }

  /**
   * Connects a socket; says nothing while the two are cut.
   *
   * @param onEnd told whether someone listens there
   */
  void connect(SimSocket socket, Consumer<Boolean> onEnd) {
    loop.in(
        delay(),
        () -> {
          Consumer<SimSocket> listener = listening.get(socket.to);
          if (socket.isClosed()) {
            return;
          }
          if (isCut(socket.from, socket.to)) {
            loop.in(RETRANSMIT, () -> connect(socket, onEnd));
          } else if (listener == null) {
            onEnd.accept(false);
          } else {
            SimSocket far = socket.accepted();
            loop.in(delay(), () -> onEnd.accept(true));
            listener.accept(far);
          }
        });
  }
}
