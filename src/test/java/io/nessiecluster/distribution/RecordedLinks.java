package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Hears of links, and lets a test wait for what it expects to hear. */
public final class RecordedLinks implements LinkListener {

  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final int SHOWN = 20;

  private final List<String> events = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  @Override
  public void linkUp(Link link) {
    add("up " + link.peer() + " " + link.direction());
  }

  @Override
  public void linkLost(Link link, LinkEnd cause, String detail) {
    assertThat(detail).isNotBlank();
    add("lost " + link.peer() + " " + cause);
  }

  @Override
  public void handshakeRefused(InetSocketAddress from, ConnectFailure failure, String detail) {
    synchronized (this) {
      refusals.add(failure + ": " + detail);
    }
    add("refused " + failure);
  }

  /** Who dialled in vain, and why. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** The first who dialled in vain, and why; waits for it, at most 20 s. */
  public String firstRefusal() throws InterruptedException {
    await("a refusal", heard -> !refusals.isEmpty());
    return refusals().getFirst();
  }

  private synchronized void add(String event) {
    events.add(event);
    notifyAll();
  }

  public synchronized List<String> all() {
    return List.copyOf(events);
  }

  /** Waits, at most 20 s, until the event was heard. */
  public void await(String event) throws InterruptedException {
    await("to hear " + event, heard -> heard.contains(event));
  }

  public synchronized void await(String what, Predicate<List<String>> condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!condition.test(events)) {
      long left = deadline - System.nanoTime();
      List<String> last = events.subList(Math.max(0, events.size() - SHOWN), events.size());
      assertThat(left).as("%s within %s, but last heard %s", what, BOUND, last).isPositive();
      wait(Math.max(1, left / 1_000_000));
    }
  }
}
