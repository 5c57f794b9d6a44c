package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * All the questions of one lookup, to a list of servers, within one bound of time. The next server
 * is asked when one fails; the one that answered last is asked first from then on, so that a dead
 * server costs one timeout and not one for each question. Used by one thread.
 */
final class ServerFailover {

  private final ServerQuery exchange;
  private final List<DnsServer> servers;
  private final Duration timeout;
  private final int attempts;
  private final Duration bound;
  private final Deadline deadline;
  private int preferred;

  /**
   * Starts the clock of a lookup: no question is put once it has taken {@code timeout} for each
   * attempt at each server, so it ends one {@code timeout} later at most.
   *
   * @param servers at least one
   * @param timeout the bound on one attempt at one server
   * @param attempts how often a server that does not answer is asked the same
   */
  ServerFailover(
      ServerQuery exchange,
      List<DnsServer> servers,
      Duration timeout,
      int attempts,
      LongSupplier nanoTime) {
    this.exchange = exchange;
    this.servers = servers;
    this.timeout = timeout;
    this.attempts = attempts;
    this.bound = timeout.multipliedBy((long) attempts * servers.size());
    this.deadline = Deadline.in(bound, nanoTime);
  }

  /**
   * Asks one question. A failure has the first error code that a server answered, else the first
   * thing that went wrong, and names what was seen of every server.
   */
  Reply ask(Name name, int type) throws InterruptedException {
    Set<DnsServer> answered = new HashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Reply.@Nullable Failure telling = null;
    for (int turn = 0; turn < attempts * servers.size(); turn++) {
      int index = (preferred + turn) % servers.size();
      DnsServer server = servers.get(index);
      if (answered.contains(server)) {
        continue;
      }
      if (deadline.passed()) {
        seen.add("the lookup's " + bound.toMillis() + " ms are over");
        break;
      }
      switch (exchange.ask(server, name, type, timeout)) {
        case Reply.Knowledge knowledge -> {
          preferred = index;
          return knowledge;
        }
        case Reply.Failure failure -> {
          seen.add(failure.seen());
          if (failure.isErrorCode()) {
            answered.add(server);
          }
          if (telling == null || (failure.isErrorCode() && !telling.isErrorCode())) {
            telling = failure;
          }
        }
      }
    }
    return new Reply.Failure(
        telling == null ? Reason.TIMEOUT : telling.reason(),
        question(name, type) + ": " + String.join("; ", seen));
  }

  /** A question in the words of all details, such as {@code A app.svc.}. */
  static String question(Name name, int type) {
    return Type.string(type) + " " + name;
  }
}
