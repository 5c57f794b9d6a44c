package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.GlobalLock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Nobody holds a lock of {@code global} for long: who does, makes all others wait who join, or
 * register a name. The same lock at the same member is warned of after 30 s, and fails after 5 min.
 */
final class GlobalFree implements Judgement {

  static final Duration WARNED = Duration.ofSeconds(30);
  static final Duration FAILED = Duration.ofMinutes(5);

  private final Ages<HeldLock> ages;

  GlobalFree(LongSupplier nanoTime) {
    this.ages = new Ages<>(nanoTime);
  }

  /** One lock is held at many members. */
  private record HeldLock(NodeName at, GlobalLock lock) {}

  @Override
  public Check.Id id() {
    return Check.Id.GLOBAL_FREE;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<Vitals> vitals = Heard.lately(evidence, Witness::vitals);
    Set<HeldLock> seen = new LinkedHashSet<>();
    vitals
        .told()
        .forEach(
            each ->
                each.what()
                    .locks()
                    .forEach(lock -> seen.add(new HeldLock(each.by().member(), lock))));
    Map<HeldLock, Duration> old =
        ages.of(seen).entrySet().stream()
            .filter(each -> each.getValue().compareTo(WARNED) >= 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (vitals.told().isEmpty()) {
      return vitals.nobody();
    }
    if (old.isEmpty()) {
      return Finding.pass(vitals.told("no lock of global is older than " + Brief.time(WARNED)));
    }
    Status status =
        old.values().stream().anyMatch(age -> age.compareTo(FAILED) >= 0)
            ? Status.FAIL
            : Status.WARN;
    Set<NodeName> concerned = old.keySet().stream().map(HeldLock::at).collect(Collectors.toSet());
    return Finding.of(status, vitals.told(text(old)), concerned);
  }

  private static String text(Map<HeldLock, Duration> old) {
    Map<GlobalLock, List<HeldLock>> byLock =
        old.keySet().stream().collect(Collectors.groupingBy(HeldLock::lock));
    return Brief.first(
        byLock.entrySet().stream()
            .sorted(
                Map.Entry.comparingByKey(
                    Comparator.comparing(GlobalLock::resource)
                        .thenComparing(GlobalLock::requester)))
            .map(each -> text(each.getKey(), each.getValue(), old))
            .toList());
  }

  private static String text(GlobalLock lock, List<HeldLock> held, Map<HeldLock, Duration> old) {
    Duration oldest =
        held.stream()
            .map(each -> old.getOrDefault(each, Duration.ZERO))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Set<NodeName> at =
        held.stream().map(HeldLock::at).collect(Collectors.toCollection(TreeSet::new));
    return "lock %s is held by %s for %s at %s"
        .formatted(
            Brief.said(lock.resource()),
            Brief.said(lock.requester()),
            Brief.time(oldest),
            Brief.names(List.copyOf(at)));
  }
}
