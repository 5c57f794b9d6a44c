package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether nodes that are called as they say are met as fast as nodes that are called by their
 * addresses. There is a swarm of either kind, and they take turns, so that both see the same
 * machine.
 */
final class Names {

  private static final int WARM_ROUNDS = 10; // for a JVM to compile
  private static final int LATER = 4; // rounds for each run: they need no new process

  /** One way to call nodes, with a swarm of nodes that are called so. */
  private static final class Side implements AutoCloseable {

    private final String names;
    private final Swarm swarm;
    private final List<Duration> took = new ArrayList<>();
    private long asked;
    private long handshakes;

    Side(String names, SwarmNaming naming, Duration netTickTime) {
      this.names = names;
      this.swarm = new Swarm(netTickTime, naming);
    }

    void grow(int nodes) throws IOException {
      swarm.start(nodes - swarm.size());
      swarm.name(0, nodes);
    }

    Service start(Packaging packaging) throws IOException {
      Service service = Service.start(packaging, swarm, Map.of("NESSIE_CLUSTER_NAMES", names));
      var _ = service.connected(); // it has answered once: what follows is the round alone
      return service;
    }

    void begin() {
      took.clear();
      asked = 0;
      handshakes = 0;
    }

    /** One round that connects all nodes, and counts what the nodes were asked meanwhile. */
    void form(Service service, int nodes) throws IOException, InterruptedException {
      SwarmProcess.Counts before = swarm.links();
      took.add(Formation.form(service, swarm, nodes));
      SwarmProcess.Counts after = swarm.links();
      asked += after.asked() - before.asked();
      handshakes += after.handshakes() - before.handshakes();
    }

    void formAgain(Service service, int nodes) throws IOException, InterruptedException {
      swarm.dropLinks();
      Formation.awaitConnected(service, 0);
      form(service, nodes);
    }

    String perNode(long count, int nodes) {
      return String.format(Locale.ROOT, "%.3f", (double) count / nodes / took.size());
    }

    @Override
    public void close() throws IOException {
      swarm.close();
    }
  }

  private Names() {}

  /** Prints two rows for each packaging and number of nodes. */
  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "Nodes called by their addresses and as they say, in turn (ms; medians of %d first and %d later rounds; ratio: of names=peer)"
            .formatted(options.runs(), LATER * options.runs()),
        "nodes",
        "by",
        "round",
        "names=address",
        "names=peer",
        "ratio",
        "EPMD asked for each node, address / peer",
        "handshakes for each node, address / peer");
    try (Side address = new Side("address", SwarmNaming.BY_ADDRESS, netTickTime);
        Side peer = new Side("peer", SwarmNaming.BY_HOST, netTickTime)) {
      List<Side> sides = List.of(address, peer);
      for (int nodes : options.sizes()) {
        for (Side side : sides) {
          side.grow(nodes);
          try (Service service = side.start(options.packagings().getFirst())) {
            warmUp(service, side, nodes); // the nodes, which are not what is measured
          }
          side.swarm.awaitLinks(0);
        }
        for (Packaging packaging : options.packagings()) {
          first(sides, packaging, nodes, options.runs());
          print(nodes, packaging, "first", address, peer);
          again(sides, packaging, nodes, LATER * options.runs());
          print(nodes, packaging, "later", address, peer);
        }
      }
    }
  }

  /** Fresh processes, of the one kind and the other in turn. */
  private static void first(List<Side> sides, Packaging packaging, int nodes, int runs)
      throws IOException, InterruptedException {
    sides.forEach(Side::begin);
    for (int run = 0; run < runs; run++) {
      for (Side side : sides) {
        try (Service service = side.start(packaging)) {
          side.form(service, nodes);
        }
        side.swarm.awaitLinks(0);
      }
    }
  }

  /** Two processes; while the one forms its cluster, the other holds its links. */
  private static void again(List<Side> sides, Packaging packaging, int nodes, int rounds)
      throws IOException, InterruptedException {
    try (Service one = sides.getFirst().start(packaging);
        Service other = sides.getLast().start(packaging)) {
      warmUp(one, sides.getFirst(), nodes);
      warmUp(other, sides.getLast(), nodes);
      sides.forEach(Side::begin);
      for (int round = 0; round < rounds; round++) {
        sides.getFirst().formAgain(one, nodes);
        sides.getLast().formAgain(other, nodes);
      }
    }
    for (Side side : sides) {
      side.swarm.awaitLinks(0);
    }
  }

  private static void warmUp(Service service, Side side, int nodes)
      throws IOException, InterruptedException {
    for (int round = 0; round < Math.clamp(10_000 / nodes, 2, WARM_ROUNDS); round++) {
      side.formAgain(service, nodes);
    }
  }

  private static void print(int nodes, Packaging packaging, String round, Side address, Side peer) {
    Duration byAddress = Figures.median(address.took);
    Duration byPeer = Figures.median(peer.took);
    Figures.row(
        nodes,
        packaging.title(),
        round,
        Figures.ms(byAddress),
        Figures.ms(byPeer),
        Figures.exactRatio(byPeer, byAddress),
        address.perNode(address.asked, nodes) + " / " + peer.perNode(peer.asked, nodes),
        address.perNode(address.handshakes, nodes) + " / " + peer.perNode(peer.handshakes, nodes));
  }
}
