package io.nessiecluster.distribution.handshake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The challenges that this node has issued and that nobody has answered yet, in all its handshakes,
 * dialled or taken. Who sends one of them back lets this node answer itself, and so borrows its
 * proof of the cookie. As many as there are handshakes under way; safe for use by many threads.
 */
public final class OwnChallenges {

  private final Map<Integer, Integer> pending = new ConcurrentHashMap<>(); // how often each is

  /** A challenge that is pending until it is closed. */
  public final class Issued implements AutoCloseable {
    private final int value;

    private Issued(int value) {
      this.value = value;
      pending.merge(value, 1, Integer::sum);
    }

    /** The challenge, unsigned. */
    public int value() {
      return value;
    }

    /** The handshake is over; to be called once. */
    @Override
    public void close() {
      pending.computeIfPresent(value, (_, count) -> count > 1 ? count - 1 : null);
    }
  }

  /**
   * A new challenge, for one handshake.
   *
   * @param random a secure one
   */
  public Issued issue(RandomGenerator random) {
    return new Issued(random.nextInt());
  }

  /** Whether a challenge of a peer is one that this node waits to be answered. */
  boolean isPending(int challenge) {
    return pending.containsKey(challenge);
  }
}
