package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.MemberFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;

/**
 * All members have one {@code net_ticktime}, {@code prevent_overlapping_partitions} and {@code
 * connect_all}. Differences are warned of while they may be a rollout.
 *
 * <p>Those of the last two fail when they stay: half a cluster closes the mesh, or tears links to
 * keep partitions from overlapping, and the other half does not. Tick times that differ never do,
 * unless one is more than three times another, which fails at once: a node sends a tick each
 * quarter of its time and takes for dead whoever is silent for three quarters of it, so such a pair
 * is torn apart whenever it has nothing to say.
 */
final class SettingsEqual implements Judgement {

  private static final String TICK_TIME = "net_ticktime";
  private static final double TORN = 3.0;

  private static final Map<String, Function<MemberFacts, String>> SETTINGS = settings();

  private final Skew skew;

  SettingsEqual(Skew skew) {
    this.skew = skew;
  }

  @Override
  public Check.Id id() {
    return Check.Id.SETTINGS_EQUAL;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<MemberFacts> facts = Heard.of(evidence, Witness::facts);
    Map<String, Variants> differing = new LinkedHashMap<>();
    SETTINGS.forEach((name, value) -> differing.put(name, Variants.of(facts.told(), value)));
    differing.values().removeIf(values -> !values.differ());
    Duration age =
        skew.longest(differing.keySet().stream().filter(each -> !each.equals(TICK_TIME)).toList());
    if (facts.told().isEmpty()) {
      return facts.nobody();
    }
    if (differing.isEmpty()) {
      return Finding.pass(facts.told(String.join(", ", SETTINGS.keySet()) + " are equal"));
    }
    List<String> lines = new ArrayList<>();
    List<NodeName> odd = new ArrayList<>();
    differing.forEach(
        (name, values) -> {
          lines.add(name + " is " + values.text());
          odd.addAll(values.odd());
        });
    boolean torn = areTorn(facts);
    if (torn) {
      lines.add("members whose tick times are more than three times apart lose their links");
    }
    boolean othersDiffer = differing.keySet().stream().anyMatch(each -> !each.equals(TICK_TIME));
    if (othersDiffer) {
      lines.add(skew.words(age));
    }
    Status status = torn ? Status.FAIL : othersDiffer ? skew.status(age) : Status.WARN;
    return Finding.of(status, facts.told(String.join(", ", lines)), odd);
  }

  private static boolean areTorn(Heard<MemberFacts> facts) {
    LongSummaryStatistics times =
        facts.told().stream()
            .mapToLong(each -> each.what().netTickTimeSeconds())
            .summaryStatistics();
    return times.getMax() > TORN * times.getMin();
  }

  private static Map<String, Function<MemberFacts, String>> settings() {
    Map<String, Function<MemberFacts, String>> settings = new LinkedHashMap<>();
    settings.put(TICK_TIME, facts -> facts.netTickTimeSeconds() + " s");
    settings.put(
        "prevent_overlapping_partitions",
        facts -> String.valueOf(facts.preventOverlappingPartitions()));
    settings.put("connect_all", facts -> String.valueOf(facts.connectAll()));
    return settings;
  }
}
