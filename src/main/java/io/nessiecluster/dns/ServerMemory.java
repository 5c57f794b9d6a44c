package io.nessiecluster.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What lookups have learnt of the servers, for the lookups after them. For many threads at once; it
 * knows a bounded number of servers, and what it forgets is learnt again.
 */
final class ServerMemory {

  /** A dead server is tried again once in this time; one that returns is first again after it. */
  private static final Duration LAST_FOR = Duration.ofSeconds(30);

  private static final int MAX_SERVERS = 64;

  private enum Edns {
    TAKEN,
    /** By an error code. */
    REFUSED,
    /** Nothing came back, which may have other causes. */
    UNANSWERED
  }

  private final LongSupplier nanoTime;
  private final Map<DnsServer, Edns> edns = new HashMap<>();
  private final Map<DnsServer, Long> lastUntil = new HashMap<>(); // it is to be tried again then
  private int turn;

  ServerMemory(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The order in which to ask: as given, but for those that were silent and have not answered
   * since, which come last.
   *
   * @param rotate whether each call begins with another
   */
  synchronized List<DnsServer> order(List<DnsServer> servers, boolean rotate) {
    List<DnsServer> order = new ArrayList<>(servers);
    if (rotate) {
      Collections.rotate(order, -(turn++ % servers.size()));
    }
    List<DnsServer> last = order.stream().filter(lastUntil::containsKey).toList();
    order.removeAll(last);
    order.addAll(last);
    return order;
  }

  /** Of the servers those that were silent so long ago that this one caller is to try them. */
  synchronized List<DnsServer> toTryAgain(List<DnsServer> servers) {
    List<DnsServer> overdue = servers.stream().filter(this::isOverdue).toList();
    overdue.forEach(this::silent);
    return overdue;
  }

  private boolean isOverdue(DnsServer server) {
    Long until = lastUntil.get(server);
    return until != null && until - nanoTime.getAsLong() <= 0;
  }

  /** It answered. */
  synchronized void answered(DnsServer server) {
    lastUntil.remove(server);
  }

  /** It took all the time that it had. */
  synchronized void silent(DnsServer server) {
    bounded(lastUntil).put(server, nanoTime.getAsLong() + LAST_FOR.toNanos());
  }

  /** Whether the next query to it should speak EDNS. */
  synchronized boolean takesEdns(DnsServer server) {
    return edns.getOrDefault(server, Edns.TAKEN) == Edns.TAKEN;
  }

  /** It answered without EDNS, and with it that it does not know it. */
  synchronized void refusesEdns(DnsServer server) {
    bounded(edns).put(server, Edns.REFUSED);
  }

  /** It did not answer: the next query goes the other way. */
  synchronized void silentTo(DnsServer server, boolean withEdns) {
    if (withEdns) {
      bounded(edns).put(server, Edns.UNANSWERED);
    } else {
      edns.remove(server);
    }
  }

  /** TCP had to bring what UDP had no room for, and did not: EDNS makes room, if it may be used. */
  synchronized void lostByTcp(DnsServer server) {
    edns.remove(server, Edns.UNANSWERED);
  }

  private static <V> Map<DnsServer, V> bounded(Map<DnsServer, V> map) {
    if (map.size() >= MAX_SERVERS) {
      map.clear();
    }
    return map;
  }
}
