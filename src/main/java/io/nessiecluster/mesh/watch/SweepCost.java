package io.nessiecluster.mesh.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a sweep costs this service in time of a processor. Measured is what the thread of the sweeps
 * does itself, but for its waiting, on the nano source: on a busy machine that is more than it got,
 * never less, and so only so much of it counts for each member. What is done on other threads is
 * estimated, from above: each call, with its message to and fro, and each node in an answer, which
 * is decoded, checked and looked up. Safe for threads.
 */
final class SweepCost {

  /** More than this, and this for each member, the thread of the sweeps does not do in a sweep. */
  static final Duration OWN = Duration.ofMillis(20);

  static final Duration OWN_OF_A_MEMBER = Duration.ofMillis(1);

  private static final Duration OF_A_CALL = Duration.ofNanos(100_000);
  private static final Duration OF_A_SIGHTING = Duration.ofNanos(800);

  private final AtomicLong elsewhere = new AtomicLong(); // nanoseconds, as is the next
  private final AtomicLong waited = new AtomicLong();

  /** So many functions were called at a member. */
  void called(int functions) {
    elsewhere.addAndGet(functions * OF_A_CALL.toNanos());
  }

  /** An answer with so many nodes was read. */
  void read(int sightings) {
    elsewhere.addAndGet(sightings * OF_A_SIGHTING.toNanos());
  }

  /** The thread of the sweeps has waited so long for answers. */
  void waited(long nanos) {
    waited.addAndGet(nanos);
  }

  /** All of it, of a sweep over some members; the next one begins at nothing. */
  Duration take(Duration elapsed, int members) {
    long measured = elapsed.toNanos() - waited.getAndSet(0);
    long most = OWN.plus(OWN_OF_A_MEMBER.multipliedBy(members)).toNanos();
    return Duration.ofNanos(Math.clamp(measured, 0, most) + elsewhere.getAndSet(0));
  }
}
