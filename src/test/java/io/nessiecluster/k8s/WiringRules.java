package io.nessiecluster.k8s;

import static io.nessiecluster.k8s.Manifests.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What refers to what: selectors, ports, settings, names, policies. */
final class WiringRules {

  private static final Map<String, String> SELECTORS =
      Map.of(
          "Deployment", "/spec/selector/matchLabels",
          "Service", "/spec/selector",
          "PodDisruptionBudget", "/spec/selector/matchLabels",
          "NetworkPolicy", "/spec/podSelector/matchLabels",
          "PodMonitor", "/spec/selector/matchLabels");

  private static final Pattern USE = Pattern.compile("\\$\\((\\w+)\\)");
  private final Manifests manifests;
  private final Application application;
  private final List<String> violations = new ArrayList<>();

  private WiringRules(Manifests manifests, Application application) {
    this.manifests = manifests;
    this.application = application;
  }

  static Stream<String> violations(Manifests manifests, Application application) {
    WiringRules rules = new WiringRules(manifests, application);
    rules.uniqueNames();
    manifests.resources().forEach(rules::selector);
    manifests.ofKind("Service").forEach(rules::servicePorts);
    manifests.ofKind("PodDisruptionBudget").forEach(rules::budget);
    manifests.pods().stream().filter(Pod::isOurs).forEach(rules::pod);
    return rules.violations.stream();
  }

  private void pod(Pod pod) {
    settings(pod);
    expansion(pod);
    query(pod);
    policy(pod);
    items(pod.spec().path("topologySpreadConstraints"))
        .map(spread -> spread.at("/labelSelector/matchLabels"))
        .forEach(
            labels ->
                require(
                    !labels.isEmpty() && pod.labels().properties().containsAll(labels.properties()),
                    pod.title() + ": spreads others"));
    manifests
        .ofKind("PodMonitor")
        .flatMap(monitor -> items(monitor.at("/spec/podMetricsEndpoints")))
        .map(endpoint -> endpoint.path("port").asText())
        .forEach(
            port ->
                require(
                    application.managementPort() == pod.ports().getOrDefault(port, 0),
                    "PodMonitor: port " + port + " is not the management port"));
  }

  private void uniqueNames() {
    Set<String> seen = new HashSet<>();
    manifests.resources().stream()
        .map(Manifests::title)
        .forEach(title -> require(seen.add(title), title + " is there twice"));
  }

  private void selector(JsonNode resource) {
    String path = SELECTORS.get(resource.path("kind").asText());
    if (path != null) {
      Set<?> wanted = Set.copyOf(resource.at(path).properties());
      require(
          !wanted.isEmpty()
              && Stream.concat(
                      manifests.pods().stream().map(pod -> Set.copyOf(pod.labels().properties())),
                      manifests.ofKind("RabbitmqCluster").map(WiringRules::labelsByOperator))
                  .anyMatch(labels -> labels.containsAll(wanted)),
          Manifests.title(resource) + " selects no pod");
    }
  }

  /** What the operator labels the pods of a cluster of RabbitMQ with. */
  private static Set<Map.Entry<String, JsonNode>> labelsByOperator(JsonNode cluster) {
    return Set.of(
        Map.entry("app.kubernetes.io/name", cluster.at("/metadata/name")),
        Map.entry("app.kubernetes.io/component", TextNode.valueOf("rabbitmq")),
        Map.entry("app.kubernetes.io/part-of", TextNode.valueOf("rabbitmq")));
  }

  private void servicePorts(JsonNode service) {
    Set<?> wanted = Set.copyOf(service.at("/spec/selector").properties());
    for (Pod pod : manifests.pods()) {
      if (pod.labels().properties().containsAll(wanted)) {
        items(service.at("/spec/ports"))
            .forEach(
                port ->
                    require(
                        port.path("port").asInt()
                            == pod.ports().getOrDefault(port.path("targetPort").asText(), 0),
                        Manifests.title(service) + " leads to no port of its pods: " + port));
      }
    }
  }

  private void budget(JsonNode budget) {
    require(
        budget.at("/spec/maxUnavailable").asInt() == 1 && !budget.path("spec").has("minAvailable"),
        Manifests.title(budget) + " would block the drain of a single replica");
  }

  private void settings(Pod pod) {
    Map<String, String> environment = pod.environment(manifests);
    environment.keySet().stream()
        .filter(name -> !name.startsWith("POD_"))
        .forEach(
            name -> require(application.knows(name), pod.title() + ": no such setting: " + name));
    application
        .complaint(environment)
        .ifPresent(complaint -> require(false, pod.title() + ": " + complaint));
  }

  /** A variable is expanded only from those that stand above it. */
  private void expansion(Pod pod) {
    Set<String> above = new HashSet<>();
    for (JsonNode variable : items(pod.container().path("env")).toList()) {
      USE.matcher(variable.path("value").asText())
          .results()
          .map(use -> use.group(1))
          .forEach(
              name -> require(above.contains(name), pod.title() + ": " + name + " is not above"));
      above.add(variable.path("name").asText());
    }
  }

  private void query(Pod pod) {
    for (HeadlessQuery query : HeadlessQuery.of(pod, manifests)) {
      require(
          query
              .services(manifests)
              .map(service -> service.path("spec"))
              .anyMatch(
                  spec ->
                      spec.path("clusterIP").asText().equals("None")
                          && spec.path("publishNotReadyAddresses").asBoolean()),
          pod.title()
              + ": looks up no headless Service that publishes all addresses: "
              + query.text());
    }
  }

  /** What must be let out: the DNS, the own peers, and the nodes that are watched. */
  private Set<String> wanted(Pod pod) {
    Stream<String> own =
        Stream.of(
            "UDP 53", "TCP 53", "TCP " + pod.ports().get("epmd"), "TCP " + pod.ports().get("dist"));
    Stream<String> watched =
        HeadlessQuery.of(pod, manifests).stream()
            .flatMap(query -> query.services(manifests))
            .flatMap(service -> items(service.at("/spec/ports")))
            .map(port -> "TCP " + port.path("port").asText());
    return Stream.concat(own, watched).collect(Collectors.toSet());
  }

  /** What several policies open adds up. */
  private void policy(Pod pod) {
    List<JsonNode> policies =
        manifests
            .ofKind("NetworkPolicy")
            .filter(
                policy ->
                    pod.labels()
                        .properties()
                        .containsAll(policy.at("/spec/podSelector/matchLabels").properties()))
            .toList();
    if (!policies.isEmpty()) {
      Set<String> out = openings(policies, "/spec/egress");
      Set<String> in = openings(policies, "/spec/ingress");
      require(
          out.containsAll(wanted(pod)), pod.title() + ": its policy lets out too little: " + out);
      require(
          in.equals(pod.ports().keySet().stream().map("TCP "::concat).collect(Collectors.toSet())),
          pod.title() + ": its policy lets in other than the ports: " + in);
    }
  }

  private static Set<String> openings(List<JsonNode> policies, String rules) {
    return policies.stream()
        .flatMap(policy -> items(policy.at(rules)))
        .flatMap(rule -> items(rule.path("ports")))
        .flatMap(
            port ->
                Manifests.opened(port).map(number -> port.path("protocol").asText() + " " + number))
        .collect(Collectors.toSet());
  }

  private void require(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }
}
