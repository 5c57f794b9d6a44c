package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MemberFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All members of one {@code RELEASE_NAME} have one {@code RELEASE_VSN}. Differences are warned of
 * while they may be a rollout, and fail when they stay. Members that are no releases are left out.
 */
final class ReleaseEqual implements Judgement {

  private final Skew skew;

  ReleaseEqual(Skew skew) {
    this.skew = skew;
  }

  @Override
  public Check.Id id() {
    return Check.Id.RELEASE_EQUAL;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<MemberFacts> facts = Heard.of(evidence, Witness::facts);
    Map<String, Variants> releases = releases(facts);
    Map<String, Variants> differing = new LinkedHashMap<>(releases);
    differing.values().removeIf(versions -> !versions.differ());
    Duration age = skew.longest(differing.keySet());
    if (facts.told().isEmpty()) {
      return facts.nobody();
    }
    if (releases.isEmpty()) {
      return Finding.skipped(facts.told("no member is a release"));
    }
    if (differing.isEmpty()) {
      return Finding.pass(facts.told(text(releases)));
    }
    List<NodeName> odd = new ArrayList<>();
    differing.values().forEach(versions -> odd.addAll(versions.odd()));
    String line = "%s differ, %s".formatted(text(differing), skew.words(age));
    return Finding.of(skew.status(age), facts.told(line), odd);
  }

  private static Map<String, Variants> releases(Heard<MemberFacts> facts) {
    Map<String, List<Heard.Saying<MemberFacts>>> byName =
        facts.told().stream()
            .filter(each -> each.what().releaseName().isPresent())
            .collect(
                Collectors.groupingBy(
                    each -> each.what().releaseName().orElseThrow(),
                    TreeMap::new,
                    Collectors.toList()));
    Map<String, Variants> releases = new LinkedHashMap<>();
    byName.forEach(
        (name, told) ->
            releases.put(
                name, Variants.of(told, each -> each.releaseVersion().orElse("no version"))));
    return releases;
  }

  private static String text(Map<String, Variants> releases) {
    List<String> texts = new ArrayList<>();
    releases.forEach((name, versions) -> texts.add(Brief.said(name) + " " + versions.text()));
    return Brief.first(texts);
  }
}
