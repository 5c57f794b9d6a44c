package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Dials many nodes at once, bounded in number and each in time; no dial waits for another. */
final class DialBatch {

  /** What a connect may take beyond its own time-out before it is given up. */
  static final Duration GRACE = Duration.ofSeconds(1);

  /** Begins an attempt, as {@link io.nessiecluster.cluster.Resolver.ConnectNode#begin} does. */
  @FunctionalInterface
  interface Begin {
    Attempt begin(NodeName node, Duration timeout, Executor threads, Attempt.End end);
  }

  private final Executor threads;
  private final LongSupplier nanoTime;
  private final Begin connect;
  private final int concurrency;
  private final Duration timeout;
  private final Set<NodeName> busy = ConcurrentHashMap.newKeySet(); // whose attempts are not over

  DialBatch(
      Executor threads, LongSupplier nanoTime, Begin connect, int concurrency, Duration timeout) {
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.connect = connect;
    this.concurrency = concurrency;
    this.timeout = timeout;
  }

  /** The time within which so many dials are over. */
  Duration bound(int dials) {
    return allowance().multipliedBy(Math.ceilDiv(dials, concurrency));
  }

  private Duration allowance() {
    return timeout.plus(GRACE);
  }

  /**
   * Dials all targets and waits for them.
   *
   * @param stopped when true, no further dial begins
   * @param onError is told of each failure as soon as it is known, and says how it is to be listed
   * @return the failures, in the order of the targets
   */
  List<NodeConnectError> dial(
      List<NodeName> targets, BooleanSupplier stopped, UnaryOperator<NodeConnectError> onError)
      throws InterruptedException {
    BlockingQueue<Dial> ended = new LinkedBlockingQueue<>();
    LinkedHashSet<Dial> underWay = new LinkedHashSet<>(); // the oldest first: the next to expire
    Map<NodeName, NodeConnectError> errors = new HashMap<>();
    int next = 0;
    try {
      while (true) {
        while (next < targets.size() && underWay.size() < concurrency && !stopped.getAsBoolean()) {
          Dial dial = new Dial(targets.get(next++), ended);
          underWay.add(dial);
          dial.begin();
        }
        if (underWay.isEmpty()) {
          break;
        }
        Dial oldest = underWay.getFirst();
        Dial dial = ended.poll(oldest.deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        if (dial == null) {
          dial = oldest;
          dial.giveUp();
        }
        if (underWay.remove(dial)) {
          dial.error().ifPresent(error -> errors.put(error.node(), onError.apply(error)));
        }
      }
    } finally {
      underWay.forEach(Dial::giveUp);
    }
    List<NodeConnectError> inOrder = new ArrayList<>(errors.size());
    for (NodeName target : targets) {
      NodeConnectError error = errors.get(target);
      if (error != null) {
        inOrder.add(error);
      }
    }
    return inOrder;
  }

  private final class Dial {
    private final NodeName node;
    private final BlockingQueue<Dial> ended;
    private final Deadline deadline = Deadline.in(allowance(), nanoTime);
    private final AtomicReference<@Nullable Optional<NodeConnectError>> outcome =
        new AtomicReference<>(); // the first one stands: a dial ends or is given up, not both
    private @Nullable Attempt attempt;

    Dial(NodeName node, BlockingQueue<Dial> ended) {
      this.node = node;
      this.ended = ended;
    }

    void begin() {
      if (!busy.add(node)) { // one attempt for a node, however often it is dialled
        end(failure(ConnectCause.CONNECT_TIMEOUT, "an earlier dial was given up and hangs still"));
        return;
      }
      try {
        attempt = connect.begin(node, timeout, threads, (_, fault) -> over(result(fault)));
      } catch (RejectedExecutionException | Error e) { // fails this node, not the round
        over(failure(ConnectCause.OUT_OF_RESOURCES, "no thread could be started for it: " + e));
      } catch (RuntimeException e) {
        over(result(e));
      }
    }

    private Optional<NodeConnectError> result(@Nullable Throwable fault) {
      return switch (fault) {
        case null -> Optional.empty();
        case NodeConnectException e -> Optional.of(e.of(node));
        case InterruptedException _ -> // by nobody here: what is given up has its outcome
            failure(ConnectCause.CONNECT_TIMEOUT, "interrupted");
        default -> failure(ConnectCause.PROTOCOL_ERROR, "connect threw " + fault);
      };
    }

    private void over(Optional<NodeConnectError> result) {
      busy.remove(node); // before the end is told: the next round may dial at once
      end(result);
    }

    private void end(Optional<NodeConnectError> result) {
      outcome.compareAndSet(null, result);
      ended.add(this);
    }

    void giveUp() {
      String detail = "no result within " + allowance().toMillis() + " ms";
      outcome.compareAndSet(null, failure(ConnectCause.CONNECT_TIMEOUT, detail));
      if (attempt != null) {
        attempt.giveUp();
      }
    }

    Optional<NodeConnectError> error() {
      Optional<NodeConnectError> result = outcome.get();
      return result == null ? Optional.empty() : result;
    }

    private Optional<NodeConnectError> failure(ConnectCause cause, String detail) {
      return Optional.of(new NodeConnectError(node, cause, detail));
    }
  }
}
