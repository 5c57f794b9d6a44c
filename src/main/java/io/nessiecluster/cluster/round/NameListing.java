package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Question;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Puts the names that EPMD lists in the place of targets of any basename. An EPMD that gives no
 * answer says of no name that it is gone: those known at its address stay. For use by one round
 * after the other.
 */
final class NameListing {

  private final PeerNames names;
  private final NodeName self;
  private final DialBatch batch;
  private final Map<NodeName, List<String>> lists = new ConcurrentHashMap<>(); // of this round
  private volatile Map<String, Set<String>> connected = Map.of(); // basenames, by address

  NameListing(PeerNames names, NodeName self, DnsCluster cluster, Environment environment) {
    this.names = names;
    this.self = self;
    this.batch =
        new DialBatch(
            environment.executor(),
            environment.nanoTime(),
            this::list,
            cluster.connectConcurrency(),
            cluster.connectTimeout());
  }

  /** Whether a target of any basename is for EPMD to tell, and cannot be dialled itself. */
  boolean isNeeded() {
    return names.asksEpmd();
  }

  private Attempt list(NodeName any, Duration timeout, Executor threads, Attempt.End end) {
    String address = any.host().orElseThrow();
    Set<String> known = connected.getOrDefault(address, Set.of());
    return Attempt.onThread(
        threads,
        () -> {
          lists.put(any, names.list(address, known, timeout));
          return any;
        },
        end);
  }

  /**
   * Asks the EPMD at each address whose nodes may have any basename.
   *
   * @param targets of the round; those of any basename are replaced where names are known
   * @param known the targets that are named since earlier rounds
   * @param apart those of them that are not connected
   */
  void list(
      Targets targets,
      Collection<NodeName> known,
      Collection<NodeName> apart,
      BooleanSupplier stopped,
      Consumer<Duration> expectation)
      throws InterruptedException {
    List<NodeName> any = targets.named().keySet().stream().filter(PeerNames::isAny).toList();
    if (any.isEmpty() || !isNeeded()) {
      return;
    }
    Map<String, Set<String>> before = byAddress(known);
    connected = byAddress(without(known, apart));
    lists.clear();
    expectation.accept(batch.bound(any.size()));
    Map<NodeName, NodeConnectError> errors = new HashMap<>();
    batch.dial(any, stopped, error -> error).forEach(error -> errors.put(error.node(), error));
    for (NodeName target : any) {
      String address = target.host().orElseThrow();
      Optional<List<String>> listed = Optional.ofNullable(lists.get(target));
      Collection<String> basenames =
          listed.isPresent() ? listed.get() : before.getOrDefault(address, Set.of());
      if (!basenames.isEmpty()) {
        Set<Question> by = targets.named().getOrDefault(target, Set.of());
        basenames.forEach(basename -> targets.add(NodeName.of(basename, address), by));
        targets.named().remove(target);
      } else if (isOwn(address)) {
        targets.named().remove(target);
      } else {
        Optional.ofNullable(listed.isPresent() ? noneAt(target) : errors.get(target))
            .ifPresent(targets.errors()::add);
      }
    }
    targets.named().remove(self);
  }

  private boolean isOwn(String address) {
    return self.host().equals(Optional.of(address));
  }

  private static NodeConnectError noneAt(NodeName target) {
    return new NodeConnectError(
        target,
        ConnectCause.NAME_NOT_REGISTERED,
        "EPMD at %s lists no node that is not hidden".formatted(target.host().orElse("")));
  }

  private static List<NodeName> without(Collection<NodeName> all, Collection<NodeName> some) {
    Set<NodeName> others = new LinkedHashSet<>(all);
    others.removeAll(Set.copyOf(some));
    return List.copyOf(others);
  }

  /** The basenames at each address, but for those that stand for any. */
  private static Map<String, Set<String>> byAddress(Collection<NodeName> targets) {
    Map<String, Set<String>> basenames = new HashMap<>();
    for (NodeName target : targets) {
      if (!PeerNames.isAny(target)) {
        basenames
            .computeIfAbsent(target.host().orElse(""), address -> new LinkedHashSet<>())
            .add(target.basename().orElse(""));
      }
    }
    return basenames;
  }
}
