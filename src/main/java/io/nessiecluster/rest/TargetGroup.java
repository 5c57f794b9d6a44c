package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.state.KnownNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A target group of Prometheus' HTTP service discovery: one node.
 *
 * @param targets its address, with the port that was asked for
 * @param labels what is known of it; Prometheus drops them after relabelling
 */
@Schema(description = "A target group of Prometheus' HTTP service discovery: one node")
public record TargetGroup(
    @Schema(examples = "[\"10.0.0.1:9568\"]") List<String> targets,
    @Schema(examples = "{\"__meta_nessie_node\": \"app@10.0.0.1\"}") Map<String, String> labels) {

  private static final String PREFIX = "__meta_nessie_";

  /** The group of a node; empty when nothing tells its address, so that there is none to scrape. */
  static Optional<TargetGroup> of(KnownNode node, String cluster, String port) {
    return NodeResponse.address(node)
        .map(
            address ->
                new TargetGroup(
                    List.of((address.contains(":") ? "[" + address + "]" : address) + port),
                    labels(node, cluster)));
  }

  private static Map<String, String> labels(KnownNode node, String cluster) {
    return Map.of(
        PREFIX + "cluster", cluster,
        PREFIX + "node", node.name().text(),
        PREFIX + "basename", node.name().basename().orElse(""),
        PREFIX + "state", node.state().code(),
        PREFIX + "discovered", String.valueOf(!node.discoveredBy().isEmpty()),
        PREFIX + "hidden",
            String.valueOf(node.connection().map(NodeConnection::hidden).orElse(false)),
        PREFIX + "direction",
            node.connection()
                .map(link -> link.direction().name().toLowerCase(Locale.ROOT))
                .orElse(""));
  }
}
