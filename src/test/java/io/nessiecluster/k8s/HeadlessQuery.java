package io.nessiecluster.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the queries of our pods.
 *
 * @param text as it stands in the manifest
 * @param basename of the nodes, which is our own where the query has none
 * @param service whose pods are looked up; empty when it is none of the namespace
 */
record HeadlessQuery(String text, String basename, String service) {

  private static final Pattern FORM =
      Pattern.compile("(?:(\\w+)=)?([\\w-]+)\\.\\$\\(POD_NAMESPACE\\)\\.svc\\.cluster\\.local\\.");

  /** All of a pod of ours, in their order. */
  static List<HeadlessQuery> of(Pod ours, Manifests manifests) {
    Map<String, String> environment = ours.environment(manifests);
    String own = environment.getOrDefault("NESSIE_CLUSTER_NODE_NAME", "").replaceAll("@.*", "");
    return Optional.ofNullable(environment.get("NESSIE_CLUSTER_QUERY")).stream()
        .flatMap(queries -> Arrays.stream(queries.split(",", -1)))
        .map(query -> of(query, own))
        .toList();
  }

  private static HeadlessQuery of(String text, String own) {
    Matcher found = FORM.matcher(text);
    return found.matches()
        ? new HeadlessQuery(text, found.group(1) == null ? own : found.group(1), found.group(2))
        : new HeadlessQuery(text, own, "");
  }

  /** The Services of that name: one, or none. */
  Stream<JsonNode> services(Manifests manifests) {
    return manifests
        .ofKind("Service")
        .filter(each -> each.at("/metadata/name").asText().equals(service));
  }
}
