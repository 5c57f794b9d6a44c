package io.nessiecluster.distribution.transport;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One bound on the bytes that all links together hold: of frames that have come in part, and of
 * what waits to be written. A link's first {@value #FREE_BYTES} are free, so that ticks and what
 * healthy nodes say always go through. When the rest does not suffice, the link that holds most of
 * it loses it: be it the one that asks, or another one.
 */
public final class ByteBudget {

  /** What each link may hold beside the budget. */
  static final int FREE_BYTES = 2 << 10;

  private static final int CHUNK_BYTES = 16 << 10; // so that the budget is seldom asked

  private final int capacity;
  private final Executor threads;
  private final Set<Share> holders = new HashSet<>(); // guarded by itself, as is all below
  private int used;

  /**
   * A budget of which nothing is used.
   *
   * @param capacity bytes
   * @param threads tells links of their loss, as whoever asks may hold locks
   */
  public ByteBudget(int capacity, Executor threads) {
    this.capacity = capacity;
    this.threads = threads;
  }

  /** How much of the budget is used, in bytes. */
  public int used() {
    synchronized (holders) {
      return used;
    }
  }

  /**
   * A link's share, of nothing yet.
   *
   * @param onLoss told when the share is taken away, on a thread of its own
   */
  public Share share(Runnable onLoss) {
    return new Share(onLoss);
  }

  private static int chargeFor(int held) {
    return held <= FREE_BYTES ? 0 : Math.ceilDiv(held - FREE_BYTES, CHUNK_BYTES) * CHUNK_BYTES;
  }

  /** What one link holds. Safe for threads; never blocks for long. */
  public final class Share {

    private final Runnable onLoss;
    private int held; // guarded by this share, as is level
    private int level; // what was last charged, unless it was taken away
    private int charged; // guarded by the holders, as is lost
    private boolean lost;

    private Share(Runnable onLoss) {
      this.onLoss = onLoss;
    }

    /**
     * Takes more.
     *
     * @return false when it cannot be had, or the share was taken away: the link must end
     */
    public synchronized boolean take(int bytes) {
      int next = chargeFor(held + bytes);
      if (next > level) {
        if (!charge(next)) {
          return false;
        }
        level = next;
      }
      held += bytes;
      return true;
    }

    /** Gives back what was taken. */
    public synchronized void give(int bytes) {
      held -= bytes;
      int next = chargeFor(held);
      if (next == 0 ? level > 0 : next < level - CHUNK_BYTES) {
        boolean _ = charge(next);
        level = next;
      }
    }

    /** The link has ended: it holds nothing any more, and gets nothing. */
    public void close() {
      synchronized (holders) {
        set(0);
        lost = true;
      }
    }

    private boolean charge(int bytes) {
      synchronized (holders) {
        while (!lost && used - charged + bytes > capacity) {
          Share greatest = greatest();
          if (greatest == null || greatest == this || greatest.charged <= bytes) {
            return false;
          }
          greatest.takeAway();
        }
        if (!lost) {
          set(bytes);
        }
        return !lost;
      }
    }

    private void takeAway() {
      set(0);
      lost = true;
      try {
        threads.execute(onLoss);
      } catch (RuntimeException | Error _) {
        return; // no thread to be had: the link ends when it asks the next time
      }
    }

    private void set(int bytes) {
      used += bytes - charged;
      charged = bytes;
      if (bytes == 0) {
        holders.remove(this);
      } else {
        holders.add(this);
      }
    }
  }

  private @Nullable Share greatest() {
    Share greatest = null;
    for (Share each : holders) {
      if (greatest == null || each.charged > greatest.charged) {
        greatest = each;
      }
    }
    return greatest;
  }
}
