package io.nessiecluster.distribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What chance does to the nodes of a simulation for a while. */
final class SimChaos {

  private static final int MILLIS = 12_000;
  private static final int[] TIMEOUT_MILLIS = {300, 2_000, 7_000, 10_000};
  private static final int[] LATE_PERCENT = {0, 3, 30};

  private final Simulation world;
  private final SimLoop loop;
  private final SimNetwork network;
  private final List<SimCall> calls = new ArrayList<>();

  SimChaos(Simulation world) {
    this.world = world;
    this.loop = world.loop;
    this.network = world.network;
  }

  void run() {
    network.late(LATE_PERCENT[loop.random.nextInt(LATE_PERCENT.length)]);
    int events = 5 + loop.random.nextInt(30);
    boolean calm = loop.chance(20); // nothing but dials
    for (int i = 0; i < events; i++) {
      loop.in(loop.upTo(MILLIS), calm ? this::dial : this::something);
    }
    loop.runFor(MILLIS * SimLoop.MILLI);
  }

  private void something() {
    String one = world.anyName();
    String other = world.anyNameBut(one);
    switch (loop.random.nextInt(16)) {
      case 0 -> cut(one, other);
      case 1 -> breakConnection();
      case 2 -> breakConnection();
      case 3 -> restart(one);
      case 4 -> disconnect(one, other);
      case 5 -> abandon();
      case 6, 7, 8 -> world.impostor.dial(one, other);
      default -> dial();
    }
  }

  private void dial() {
    String one = world.anyName();
    String other = world.anyNameBut(one);
    dial(one, other);
    if (loop.chance(60)) {
      loop.in(network.delay(), () -> dial(other, one));
    }
  }

  private void dial(String from, String to) {
    Duration timeout =
        Duration.ofMillis(TIMEOUT_MILLIS[loop.random.nextInt(TIMEOUT_MILLIS.length)]);
    SimNode node = world.node(from);
    if (!node.isGone()) {
      loop.trace(() -> from + " dials " + to + " within " + timeout);
      calls.add(node.connect(to, timeout));
    }
  }

  private void abandon() {
    if (!calls.isEmpty()) {
      SimCall call = calls.get(loop.random.nextInt(calls.size()));
      loop.trace(() -> "interrupted: " + call);
      call.abandon();
    }
  }

  private void disconnect(String from, String to) {
    SimNode node = world.node(from);
    DistributionConnection link = node.table.link(to);
    if (!node.isGone() && link != null) {
      node.event(() -> link.lose(LinkEnd.DISCONNECTED, "disconnected by this node"));
    }
  }

  private void cut(String one, String other) {
    loop.trace(() -> "cut between " + one + " and " + other);
    network.cut(one, other);
    if (loop.chance(70)) {
      loop.in(loop.upTo(MILLIS / 2), network::heal);
    }
  }

  private void breakConnection() {
    List<SimSocket> open = List.copyOf(network.open());
    if (!open.isEmpty()) {
      SimSocket socket = open.get(loop.random.nextInt(open.size()));
      int how = loop.random.nextInt(3);
      loop.trace(() -> List.of("silence on ", "half open: ", "reset: ").get(how) + socket);
      if (how < 2) {
        socket.sever();
      }
      if (how > 0) {
        socket.reset();
      }
      if (how == 2) {
        socket.resetFar();
      }
    }
  }

  private void restart(String name) {
    SimNode node = world.node(name);
    if (world.isDown(name)) {
      return;
    }
    int how = loop.random.nextInt(3);
    loop.trace(() -> List.of("closes: ", "is killed: ", "loses power: ").get(how) + name);
    if (how == 0) {
      node.close();
    } else {
      node.crash(how == 2);
    }
    world.down(name);
    if (loop.chance(30)) {
      world.impostor.listen(name);
    }
    loop.in(loop.upTo(MILLIS / 4), () -> world.start(name));
  }
}
