package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who the own node is at any moment: its cookie may change while it lives. Safe for use by many
 * threads, none of which waits but for one that changes it.
 */
final class Identity {

  /**
   * @param overlap until when the former cookie counts, if there is one
   */
  private record State(LocalNode local, Deadline overlap) {}

  private final LongSupplier nanoTime;
  private volatile State state;

  Identity(LocalNode local, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.state = new State(local, Deadline.in(Duration.ZERO, nanoTime));
  }

  /** The node, for a handshake that begins now. */
  LocalNode now() {
    State seen = state;
    return seen.local().former().isPresent() && seen.overlap().passed() ? forget() : seen.local();
  }

  private synchronized LocalNode forget() {
    State seen = state;
    if (seen.overlap().passed()) { // else the cookie has changed again meanwhile
      state = new State(seen.local().with(seen.local().secret(), Optional.empty()), seen.overlap());
    }
    return state.local();
  }

  /**
   * Gives it another cookie; the one before it counts for a while, and none before that.
   *
   * @return whether it is another one; if not, its remark is taken and nothing else
   */
  synchronized boolean change(Cookie cookie, Duration overlap) {
    LocalNode before = now();
    Secret next = cookie.secret();
    boolean another = !next.isSame(before.secret());
    if (another) {
      Optional<Secret> former = overlap.isZero() ? Optional.empty() : Optional.of(before.secret());
      state = new State(before.with(next, former), Deadline.in(overlap, nanoTime));
    } else {
      state = new State(before.with(next, before.former()), state.overlap());
    }
    return another;
  }
}
