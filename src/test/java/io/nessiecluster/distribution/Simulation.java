package io.nessiecluster.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some nodes that dial each other over a bad network, among impostors, under one seed. In the
 * manner of Kafka's {@code RaftEventSimulationTest}: after each time of trouble comes a quiet one,
 * in which the network is whole and all that waits has run out; then everything must be in order.
 * In the end all nodes dial each other at one moment over a good network, claimed names
 * notwithstanding, and all must succeed at once.
 */
final class Simulation {

  private static final long QUIET = 30_000 * SimLoop.MILLI;
  private static final Duration BOUND = Duration.ofSeconds(8);
  private static final int CLAIMS = 24;
  private static final int CLAIM_MILLIS = 1200; // some more than a dial is held back by one

  final SimLoop loop;
  final SimNetwork network;
  final SimImpostor impostor;
  private final CrossingRule rule;
  private final PeerNaming naming;
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Set<String> down = new HashSet<>();
  private int creation = 5;

  Simulation(long seed, CrossingRule rule, boolean traced) {
    this(seed, rule, PeerNaming.BY_ADDRESS, traced);
  }

  Simulation(long seed, CrossingRule rule, PeerNaming naming, boolean traced) {
    this.naming = naming;
    this.loop = new SimLoop(seed, traced);
    this.network = new SimNetwork(loop);
    this.impostor = new SimImpostor(loop, network);
    this.rule = rule;
    int count = 2 + loop.random.nextInt(3);
    for (int i = 0; i < count; i++) {
      names.add("n" + i + "@h");
      start(names.getLast());
    }
  }

  /**
   * Runs to the end.
   *
   * @throws SimViolation when something is not in order
   */
  void run() {
    int rounds = 1 + loop.random.nextInt(3);
    for (int i = 0; i < rounds; i++) {
      new SimChaos(this).run();
      rest();
    }
    dialAllAtOnce();
  }

  String anyName() {
    return names.get(loop.random.nextInt(names.size()));
  }

  String anyNameBut(String name) {
    String other = anyName();
    while (other.equals(name)) {
      other = anyName();
    }
    return other;
  }

  SimNode node(String name) {
    return nodes.get(name);
  }

  void start(String name) {
    loop.trace(() -> "starts: " + name);
    down.remove(name);
    nodes.put(name, new SimNode(loop, network, name, creation++, rule, naming));
  }

  void down(String name) {
    down.add(name);
  }

  boolean isDown(String name) {
    return down.contains(name);
  }

  private void rest() {
    loop.trace(() -> "quiet");
    network.late(0);
    network.heal();
    loop.runFor(QUIET);
    network.heal(); // a last cut may have come late
    checkOrder();
  }

  private void checkOrder() {
    Set<SimSocket> ofLinks = new HashSet<>();
    for (SimNode node : nodes.values()) {
      SimViolation.unless(
          node.isIdle(), "something is left under way at %s: %s", node.name, node.underWay());
      node.table
          .peers()
          .forEach(
              (peer, state) ->
                  SimViolation.unless(
                      state instanceof PeerState.Linked linked && linked.inbound() == 0,
                      "%s remembers of %s: %s",
                      node.name,
                      peer,
                      state));
      SimViolation.unless(
          node.linkedPeers().equals(node.table.peers().keySet()),
          "%s has heard of links with %s, and has %s",
          node.name,
          node.linkedPeers(),
          node.table.links());
      for (DistributionConnection link : node.table.links()) {
        ofLinks.add(node.sockets.get(link));
        SimNode peer = nodes.get(link.peer());
        SimViolation.unless(
            node.connection(peer.name) == peer.connection(node.name),
            "%s has connection %s with %s, which has %s",
            node.name,
            node.connection(peer.name),
            peer.name,
            peer.connection(node.name));
      }
    }
    SimViolation.unless(
        ofLinks.equals(network.open()), "open: %s, but links: %s", network.open(), ofLinks);
    SimViolation.unless(loop.pending() == 0, "%s timers are left", loop.pending());
  }

  private void dialAllAtOnce() {
    for (SimNode node : nodes.values()) {
      node.table.links().forEach(link -> link.lose(LinkEnd.DISCONNECTED, "to begin anew"));
    }
    loop.runFor(1000 * SimLoop.MILLI);
    int claims = loop.chance(50) ? CLAIMS : 0;
    for (int i = 0; i < claims; i++) {
      String node = anyName();
      String claimed = anyNameBut(node);
      loop.in(loop.upTo(CLAIM_MILLIS), () -> impostor.dial(node, claimed));
    }
    nodes.values().forEach(node -> node.ups.clear());
    long moment = loop.upTo(CLAIM_MILLIS);
    List<SimCall> calls = new ArrayList<>();
    for (String from : names) {
      for (String to : names) {
        if (!from.equals(to)) {
          loop.in(
              moment + loop.upTo(8),
              () -> {
                loop.trace(() -> from + " dials " + to + ", as all do");
                calls.add(node(from).connect(to, BOUND));
              });
        }
      }
    }
    rest();
    for (SimCall call : calls) {
      SimViolation.unless(call.isUp(), "a dial over a good network failed: %s", call);
    }
    for (SimNode node : nodes.values()) {
      SimViolation.unless(
          node.linkedPeers().size() == names.size() - 1,
          "all dialled all, but %s has links with %s alone",
          node.name,
          node.linkedPeers());
      SimViolation.unless(
          node.ups.values().stream().allMatch(ups -> ups == 1),
          "one link a pair was to come up, but at %s came %s",
          node.name,
          node.ups);
    }
  }
}
