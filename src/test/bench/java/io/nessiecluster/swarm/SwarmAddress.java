package io.nessiecluster.swarm;

/** Who is who in a swarm of nodes by address: the node of number i is {@code swarm@127.1.x.y}. */
final class SwarmAddress {

  static final String BASENAME = "swarm";
  static final String COOKIE = "swarmcookie";

  private static final int PER_BLOCK = 250;

  private SwarmAddress() {}

  /** The address of a node. */
  static String of(int number) {
    return SwarmNaming.BY_ADDRESS.address(number);
  }

  /** An address at which somebody listens and nobody answers. */
  static String silent(int number) {
    return "127.2.%d.%d".formatted(number / PER_BLOCK, number % PER_BLOCK + 1);
  }

  static String node(int number) {
    return SwarmNaming.BY_ADDRESS.node(number);
  }
}
