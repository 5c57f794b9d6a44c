package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The database of each member runs at all of its nodes that the member is connected with. Where
 * both run it and one does not count the other in, it is split: a link that was lost for a
 * millisecond does that, and nothing mends it. It is warned of at once, and fails when it has
 * lasted for 10 s, for so it looks while a node starts, too. A node that does not run it at all has
 * as long as a mesh must stand. Of nodes that are not connected, the mesh itself tells.
 */
final class MnesiaWhole implements Judgement {

  /** From the start of a database to its being one with the others, as a rule. */
  static final Duration MERGING = Duration.ofSeconds(10);

  private final Ages<Gap> ages;
  private final Duration starting;

  /**
   * No gap yet.
   *
   * @param starting how long a node may need from its link to its running database
   */
  MnesiaWhole(Duration starting, LongSupplier nanoTime) {
    this.starting = starting;
    this.ages = new Ages<>(nanoTime);
  }

  /** A member and a node of its database that it does not run at. */
  private record Gap(NodeName at, NodeName without) {}

  @Override
  public Check.Id id() {
    return Check.Id.MNESIA_WHOLE;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<Vitals> vitals = Heard.lately(evidence, Witness::vitals);
    Heard<MnesiaNodes> running =
        Heard.lately(evidence, each -> each.vitals().flatMap(Vitals::mnesia));
    Set<Gap> gaps = gaps(running);
    Map<Gap, Duration> lasting = ages.of(gaps);
    if (vitals.told().isEmpty()) {
      return vitals.nobody();
    }
    if (running.told().isEmpty()) {
      return Finding.skipped(vitals.told("mnesia runs nowhere"));
    }
    if (gaps.isEmpty()) {
      return Finding.pass(
          vitals.told(
              "mnesia runs at "
                  + Brief.count(running.told().size(), "member")
                  + ", and none misses a node that it is connected with"));
    }
    Set<NodeName> runners = new HashSet<>();
    running.told().forEach(each -> runners.add(each.by().member()));
    boolean failed =
        gaps.stream()
            .anyMatch(
                gap ->
                    lasting
                            .getOrDefault(gap, Duration.ZERO)
                            .compareTo(runners.contains(gap.without()) ? MERGING : starting)
                        >= 0);
    List<NodeName> concerned = new ArrayList<>();
    gaps.forEach(gap -> concerned.addAll(List.of(gap.at(), gap.without())));
    return Finding.of(
        failed ? Status.FAIL : Status.WARN, vitals.told(text(gaps, runners)), concerned);
  }

  private static Set<Gap> gaps(Heard<MnesiaNodes> running) {
    Set<Gap> gaps = new LinkedHashSet<>();
    for (Heard.Saying<MnesiaNodes> each : running.told()) {
      each.what().known().stream()
          .filter(node -> !each.what().running().contains(node))
          .filter(node -> !node.equals(each.by().member()))
          .filter(each.by().lists())
          .sorted()
          .limit(Finding.NODES)
          .forEach(node -> gaps.add(new Gap(each.by().member(), node)));
    }
    return gaps;
  }

  /** By the node that is missed: a split of one from many is one line. */
  private static String text(Set<Gap> gaps, Set<NodeName> runners) {
    Map<NodeName, List<NodeName>> missedBy = new TreeMap<>();
    gaps.forEach(
        gap -> missedBy.computeIfAbsent(gap.without(), _ -> new ArrayList<>()).add(gap.at()));
    return Brief.first(
        missedBy.entrySet().stream()
            .map(
                each ->
                    "mnesia of %s%s is missed by %s although connected"
                        .formatted(
                            Brief.said(each.getKey().text()),
                            runners.contains(each.getKey()) ? ", which runs," : "",
                            Brief.names(each.getValue())))
            .toList());
  }
}
