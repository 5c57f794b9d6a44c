package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * All the questions of one lookup, to a list of servers, within one bound of time. The next server
 * is asked when one fails, or knows only a part; the one that answered last is asked first from
 * then on. Used by one thread.
 */
final class ServerFailover {

  private final ServerQuery exchange;
  private final ServerMemory memory;
  private final LongSupplier nanoTime;
  private final Executor background;
  private final List<DnsServer> servers;
  private final Duration timeout;
  private final int attempts;
  private final boolean tcp;
  private final Duration bound;
  private final Deadline deadline;
  private int preferred;

  /**
   * Starts the clock of a lookup: no question is put once it has taken {@code timeout} for each
   * attempt at each server, so it ends one {@code timeout} later at most.
   *
   * @param memory what earlier lookups learnt
   * @param servers at least one
   * @param timeout the bound on one attempt at one server
   * @param conf how often a server that does not answer is asked the same, and by which options
   * @param background tries servers again that were silent, for at most {@code timeout} each
   */
  ServerFailover(
      ServerMemory memory,
      List<DnsServer> servers,
      Duration timeout,
      ResolvConf conf,
      LongSupplier nanoTime,
      Executor background) {
    this.exchange = new ServerQuery(memory, nanoTime);
    this.memory = memory;
    this.nanoTime = nanoTime;
    this.background = background;
    this.servers = memory.order(servers, conf.rotate());
    this.timeout = timeout;
    this.attempts = conf.attempts();
    this.tcp = conf.useVc();
    this.bound = timeout.multipliedBy((long) attempts * servers.size());
    this.deadline = Deadline.in(bound, nanoTime);
  }

  /**
   * Asks one question. A failure has the first error code that a server answered, else the first
   * thing that went wrong, and names what was seen of every server. Of a part, that has its own
   * reason, the first is kept when no server knows the whole.
   */
  Reply ask(Name name, int type) throws InterruptedException {
    Set<DnsServer> answered = new HashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Reply.@Nullable Failure telling = null;
    Reply.@Nullable Knowledge part = null;
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
      Reply.Failure wrong;
      switch (ask(server, name, type)) {
        case Reply.Failure failure -> wrong = failure;
        case Reply.Knowledge whole when whole.missing().isEmpty() -> {
          if (part == null || !whole.response().answer().isEmpty()) {
            preferred = index;
            memory.toTryAgain(servers).forEach(silent -> tryAgain(silent, name, type));
            return whole;
          }
          answered.add(server);
          wrong = ServerQuery.denied(server); // it has another view of the world
        }
        case Reply.Knowledge some -> {
          wrong = some.missing().orElseThrow();
          if (part == null) {
            part = some;
            telling = wrong;
          }
        }
      }
      seen.add(wrong.seen());
      if (wrong.isAnswer()) {
        answered.add(server);
      }
      if (telling == null || (part == null && wrong.isAnswer() && !telling.isAnswer())) {
        telling = wrong;
      }
    }
    Reply.Failure failure =
        new Reply.Failure(
            telling == null ? Reason.TIMEOUT : telling.reason(),
            question(name, type) + ": " + String.join("; ", seen));
    return part == null
        ? failure
        : new Reply.Knowledge(part.response(), part.server(), Optional.of(failure));
  }

  /** Asks a server that was silent the same, beside the lookup, which has its answer. */
  private void tryAgain(DnsServer silent, Name name, int type) {
    try {
      background.execute(
          () -> {
            try {
              var _ = ask(silent, name, type);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt(); // whoever runs it ends
            }
          });
    } catch (RejectedExecutionException e) {
      // whoever runs it ends, so nobody asks again
    }
  }

  private Reply ask(DnsServer server, Name name, int type) throws InterruptedException {
    Deadline attempt = Deadline.in(timeout, nanoTime);
    Reply reply = exchange.ask(server, name, type, tcp, timeout);
    if (attempt.passed()) {
      memory.silent(server);
    } else {
      memory.answered(server);
    }
    return reply;
  }

  /** A question in the words of all details, such as {@code A app.svc.}. */
  static String question(Name name, int type) {
    return Type.string(type) + " " + name;
  }
}
