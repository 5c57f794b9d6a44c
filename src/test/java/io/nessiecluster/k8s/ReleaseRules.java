package io.nessiecluster.k8s;

import static io.nessiecluster.k8s.Manifests.items;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What this service and the nodes that it looks up must agree about: names, cookie and ports; and,
 * where it joins them, who may reach whom.
 */
final class ReleaseRules {

  private static final Pattern RANGE =
      Pattern.compile("inet_dist_listen_min (\\d+) inet_dist_listen_max (\\d+)");

  private final Manifests manifests;
  private final List<String> violations = new ArrayList<>();

  private ReleaseRules(Manifests manifests) {
    this.manifests = manifests;
  }

  static Stream<String> violations(Manifests manifests) {
    ReleaseRules rules = new ReleaseRules(manifests);
    manifests.pods().stream().filter(Pod::isOurs).forEach(rules::check);
    return rules.violations.stream();
  }

  private void check(Pod ours) {
    Map<String, String> environment = ours.environment(manifests);
    boolean joins = environment.getOrDefault("NESSIE_CLUSTER_MESH_MODE", "").matches("form|heal");
    boolean linked = false;
    for (HeadlessQuery query : HeadlessQuery.of(ours, manifests)) {
      for (JsonNode service : query.services(manifests).toList()) {
        for (Pod pod : selected(service)) {
          named(pod, query);
          if (pod.isOurs()) {
            linked = true;
          } else {
            release(pod, ours);
            reached(pod, service, ours, joins);
            letOut(pod, ours);
          }
        }
      }
    }
    if (joins) {
      require(
          linked || ours.deployment().at("/spec/replicas").asInt() < 2,
          ours.title() + ": its replicas act all at once, for no query names them");
      require(
          manifests.pods().stream().anyMatch(pod -> !pod.isOurs()),
          ours.title() + ": there is nobody to join");
    }
  }

  private List<Pod> selected(JsonNode service) {
    return manifests.pods().stream()
        .filter(pod -> selects(service.at("/spec/selector"), pod))
        .toList();
  }

  private static boolean selects(JsonNode labels, Pod pod) {
    return pod.labels().properties().containsAll(labels.properties());
  }

  private void named(Pod pod, HeadlessQuery query) {
    String name =
        pod.environment(manifests)
            .getOrDefault(pod.isOurs() ? "NESSIE_CLUSTER_NODE_NAME" : "RELEASE_NODE", "");
    require(
        name.equals(query.basename() + "@$(POD_IP)"),
        pod.title() + ": is " + name + ", but looked up as " + query.basename());
  }

  private void release(Pod pod, Pod ours) {
    Map<String, String> environment = pod.environment(manifests);
    require(
        environment.getOrDefault("RELEASE_DISTRIBUTION", "").equals("name"),
        pod.title() + ": has short names");
    require(
        ours.volume("cookie").map(volume -> volume.at("/secret/secretName")).equals(cookie(pod)),
        pod.title() + ": has another cookie");
    List<Integer> range =
        RANGE
            .matcher(environment.getOrDefault("ERL_AFLAGS", ""))
            .results()
            .flatMap(ReleaseRules::bounds)
            .toList();
    require(
        range.size() == 2
            && range.getFirst().equals(pod.ports().get("dist"))
            && range.getFirst() < range.getLast(),
        pod.title() + ": listens elsewhere, or leaves a remote shell no port: " + range);
  }

  private static Stream<Integer> bounds(MatchResult range) {
    return Stream.of(Integer.valueOf(range.group(1)), Integer.valueOf(range.group(2)));
  }

  private static Optional<JsonNode> cookie(Pod pod) {
    return items(pod.container().path("env"))
        .filter(variable -> variable.path("name").asText().equals("RELEASE_COOKIE"))
        .map(variable -> variable.at("/valueFrom/secretKeyRef/name"))
        .findFirst();
  }

  /** Where policies select the pods, they let us in, and each other, too, if we join them. */
  private void reached(Pod pod, JsonNode service, Pod ours, boolean joins) {
    List<JsonNode> policies =
        manifests
            .ofKind("NetworkPolicy")
            .filter(policy -> selects(policy.at("/spec/podSelector/matchLabels"), pod))
            .toList();
    List<Pod> callers = joins ? List.of(ours, pod) : List.of(ours);
    if (!policies.isEmpty()) {
      for (Pod caller : callers) {
        List<String> open =
            policies.stream()
                .flatMap(policy -> items(policy.at("/spec/ingress")))
                .filter(rule -> items(rule.path("from")).anyMatch(from -> isFrom(from, caller)))
                .flatMap(rule -> items(rule.path("ports")))
                .flatMap(Manifests::opened)
                .toList();
        require(
            open.containsAll(
                Stream.concat(
                        items(service.at("/spec/ports"))
                            .map(port -> port.path("targetPort").asText()),
                        beside(pod))
                    .collect(Collectors.toSet())),
            pod.title() + ": is closed to " + caller.title() + ", but for " + open);
      }
    }
  }

  private void letOut(Pod pod, Pod ours) {
    Set<String> open =
        manifests
            .ofKind("NetworkPolicy")
            .filter(policy -> selects(policy.at("/spec/podSelector/matchLabels"), ours))
            .flatMap(policy -> items(policy.at("/spec/egress")))
            .flatMap(rule -> items(rule.path("ports")))
            .flatMap(Manifests::opened)
            .collect(Collectors.toSet());
    require(
        open.containsAll(beside(pod).toList()),
        ours.title() + ": is not let out to the range of " + pod.title() + ": " + open);
  }

  /** The ports of its range behind the first, which has a name. */
  private Stream<String> beside(Pod pod) {
    return RANGE
        .matcher(pod.environment(manifests).getOrDefault("ERL_AFLAGS", ""))
        .results()
        .map(range -> bounds(range).toList())
        .flatMap(
            bounds ->
                IntStream.rangeClosed(bounds.getFirst() + 1, bounds.getLast())
                    .mapToObj(String::valueOf));
  }

  private static boolean isFrom(JsonNode from, Pod caller) {
    return from.has("podSelector") && selects(from.at("/podSelector/matchLabels"), caller);
  }

  private void require(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }
}
