package io.nessiecluster.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every resource is what Kubernetes' own types say: no unknown field, none missing, none lost. */
final class TypeRules {

  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "apps/v1 Deployment", V1Deployment.class,
          "v1 ConfigMap", V1ConfigMap.class,
          "v1 Secret", V1Secret.class,
          "v1 Service", V1Service.class,
          "v1 ServiceAccount", V1ServiceAccount.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class);

  /** Kinds of operators, which the client has no types for. */
  private static final Set<String> FOREIGN =
      Set.of(
          "monitoring.coreos.com/v1 PodMonitor",
          "monitoring.coreos.com/v1 PrometheusRule",
          "rabbitmq.com/v1beta1 RabbitmqCluster");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TypeRules() {}

  static Stream<String> violations(Manifests manifests) {
    return manifests.resources().stream().flatMap(TypeRules::check);
  }

  private static Stream<String> check(JsonNode resource) {
    String kind = resource.path("apiVersion").asText() + " " + resource.path("kind").asText();
    Class<?> type = TYPES.get(kind);
    if (type == null) {
      return FOREIGN.contains(kind) ? Stream.of() : Stream.of("unknown kind: " + kind);
    }
    try {
      String written = JSON.serialize(JSON.deserialize(resource.toString(), type));
      JsonNode back = withoutEmpty(MAPPER.readTree(written));
      return back.equals(withoutEmpty(MAPPER.readTree(resource.toString())))
          ? Stream.of()
          : Stream.of(Manifests.title(resource) + " changes in a round trip: " + back);
    } catch (RuntimeException | IOException e) {
      return Stream.of(Manifests.title(resource) + " is not of its type: " + e.getMessage());
    }
  }

  /** The client writes an empty list or map for each that is absent. */
  private static JsonNode withoutEmpty(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.forEach(TypeRules::withoutEmpty);
      object.removeIf(each -> each.isContainerNode() && each.isEmpty());
    } else {
      node.forEach(TypeRules::withoutEmpty);
    }
    return node;
  }
}
