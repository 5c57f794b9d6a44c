package io.nessiecluster.swarm;

import java.util.Locale;

/** What the nodes of a swarm call themselves. Swarms of either kind can be up at once. */
enum SwarmNaming {
  /** {@code swarm@127.1.x.y}. */
  BY_ADDRESS(1),
  /** {@code swarm@node-17.swarm}, at 127.3.x.y: a host name that nobody resolves. */
  BY_HOST(3);

  private static final int PER_BLOCK = 250;

  private final int net;

  SwarmNaming(int net) {
    this.net = net;
  }

  /** The address of a node. */
  String address(int number) {
    return "127.%d.%d.%d".formatted(net, number / PER_BLOCK, number % PER_BLOCK + 1);
  }

  /** The name of a node. */
  String node(int number) {
    String host =
        switch (this) {
          case BY_ADDRESS -> address(number);
          case BY_HOST -> String.format(Locale.ROOT, "node-%d.swarm", number);
        };
    return SwarmAddress.BASENAME + "@" + host;
  }
}
