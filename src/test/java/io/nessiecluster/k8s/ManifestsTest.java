package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every overlay keeps the rules, and has what is said of it. */
class ManifestsTest {

  private static final Path DEPLOY = Path.of("docs/deploy.md");

  @TempDir Path directory;
  private Application application;

  @BeforeEach
  void read() throws IOException {
    application = Application.read(directory);
  }

  static Stream<Path> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(Manifests.FOLDER.resolve("overlays"))) {
      return Stream.concat(
          Stream.of(Manifests.FOLDER, Manifests.FOLDER.resolve("base")),
          folders.filter(Files::isDirectory).sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void anOverlayKeepsTheRules(Path overlay) throws Exception {
    Manifests manifests = Manifests.render(overlay);

    assertThat(manifests.pods()).filteredOn(Pod::isOurs).hasSize(1);
    assertThat(manifests.violations(application)).isEmpty();
  }

  @Test
  void theDefaultIsTheSelfCluster() throws Exception {
    List<?> selfCluster =
        Manifests.render(Manifests.FOLDER.resolve("overlays/self-cluster")).resources();

    assertThat(Manifests.render(Manifests.FOLDER).resources())
        .filteredOn(resource -> !resource.path("kind").asText().equals("Secret")) // the example
        .isEqualTo(selfCluster);
  }

  /** As the operator names things: nothing of RabbitMQ's has to be changed, copied or applied. */
  @Test
  void theRabbitmqOverlayTakesWhatTheOperatorMakes() throws Exception {
    Path overlay = Manifests.FOLDER.resolve("overlays/rabbitmq");
    Manifests manifests = Manifests.render(overlay);
    String cluster =
        manifests.ofKind("RabbitmqCluster").findFirst().orElseThrow().at("/metadata/name").asText();
    Pod ours = manifests.pods().getFirst();

    assertThat(ours.environment(manifests))
        .containsEntry("NESSIE_CLUSTER_NAMES", "peer")
        .containsEntry(
            "NESSIE_CLUSTER_QUERY",
            "rabbit=" + cluster + "-nodes.$(POD_NAMESPACE).svc.cluster.local.");
    JsonNode secret = ours.volume("cookie").orElseThrow().path("secret");
    assertThat(secret.path("secretName").asText()).isEqualTo(cluster + "-erlang-cookie");
    assertThat(secret.at("/items/0/key").asText()).isEqualTo(".erlang.cookie");
    assertThat(Manifests.documents(Kustomize.build(overlay)))
        .extracting(resource -> resource.path("kind").asText())
        .as("what is the operator's stays the operator's")
        .doesNotContain("RabbitmqCluster", "Secret")
        .containsOnlyOnce("Service", "NetworkPolicy");
  }

  /** What docs/form.md says of it, and the example release. */
  @Test
  void theFormOverlayFormsByTwoReplicasThatFindEachOther() throws Exception {
    Path overlay = Manifests.FOLDER.resolve("overlays/form");
    Manifests manifests = Manifests.render(overlay);
    Pod ours = manifests.pods().stream().filter(Pod::isOurs).findFirst().orElseThrow();

    assertThat(ours.environment(manifests))
        .containsEntry("NESSIE_CLUSTER_MESH_MODE", "form")
        .containsEntry("NESSIE_CLUSTER_NODE_NAME", "nessie_cluster@$(POD_IP)")
        .doesNotContainEntry("NESSIE_CLUSTER_NODE_HIDDEN", "false");
    assertThat(ours.deployment().at("/spec/replicas").asInt()).isEqualTo(2);
    assertThat(HeadlessQuery.of(ours, manifests))
        .extracting(HeadlessQuery::basename)
        .containsExactly("app", "nessie_cluster");
    assertThat(Manifests.documents(Kustomize.build(overlay)))
        .extracting(resource -> resource.path("kind").asText())
        .as("no right is asked for, and the release is the application's own")
        .doesNotContain("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")
        .containsOnlyOnce("Deployment", "NetworkPolicy", "PodDisruptionBudget");
  }

  /** What a user builds and loads is what runs, on the JVM, too: the way of docs/deploy.md. */
  @ParameterizedTest
  @CsvSource({"k8s/overlays/dev, 80Mi", "k8s/overlays/dev-jvm, 256Mi"})
  void theDevOverlaysRunTheImageThatWasBuilt(String overlay, String memory) throws Exception {
    JsonNode container = Manifests.render(Path.of(overlay)).pods().getFirst().container();

    assertThat(Files.readString(DEPLOY))
        .contains("-t nessie-cluster:dev .", "docker-image nessie-cluster:dev ")
        .contains("kubectl apply -k " + overlay + " ");
    assertThat(container.path("image").asText()).isEqualTo("nessie-cluster:dev");
    assertThat(container.path("imagePullPolicy").asText()).isEqualTo("Never");
    assertThat(container.at("/resources/requests/memory").asText()).isEqualTo(memory);
  }

  /** With the JVM, as each of them has it; the first has the image that was built, too. */
  @Test
  void theOverlaysOfThePageAreWhatTheySay() throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path overlay = Files.createDirectory(Manifests.copy(directory).resolve("overlays/mine"));
    List<String> images = new ArrayList<>();
    Pattern block = Pattern.compile("```yaml\n(apiVersion: kustomize.*?)```", Pattern.DOTALL);
    for (MatchResult found : block.matcher(Files.readString(DEPLOY)).results().toList()) {
      Files.writeString(overlay.resolve("kustomization.yaml"), found.group(1));
      JsonNode container = Manifests.render(overlay).pods().getFirst().container();
      assertThat(container.at("/resources/requests/memory").asText()).isEqualTo("256Mi");
      images.add(container.path("image").asText());
    }

    assertThat(images)
        .containsExactly("nessie-cluster:dev", "registry.example/nessie-cluster:0.1.0-jvm");
  }

  @Test
  void noOverlayBringsACookie() throws Exception {
    for (Path overlay : overlays().toList()) {
      assertThat(Manifests.documents(Kustomize.build(overlay)))
          .noneMatch(resource -> resource.path("kind").asText().equals("Secret"));
    }
  }

  /** Both are added to what the base opens, which stays as it is. */
  @ParameterizedTest
  @CsvSource({
    "prometheus, ingress, from, monitoring, 'TCP http'",
    "otlp, egress, to, observability, 'TCP 4318'"
  })
  void aComponentOpensItsPortsToPodsOfOneNamespaceAlone(
      String component, String direction, String whom, String namespace, String ports)
      throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path overlay = Files.createDirectory(Manifests.copy(directory).resolve("overlays/mine"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources:
          - ../self-cluster
        components:
          - ../../components/%s
        """
            .formatted(component));
    Manifests manifests = Manifests.render(overlay);
    List<JsonNode> rules =
        manifests
            .ofKind("NetworkPolicy")
            .filter(policy -> policy.at("/metadata/name").asText().endsWith("-" + component))
            .flatMap(policy -> Manifests.items(policy.at("/spec/" + direction)))
            .toList();

    assertThat(manifests.violations(application)).isEmpty();
    assertThat(manifests.ofKind("NetworkPolicy")).hasSize(2);
    JsonNode rule = rules.getFirst();
    assertThat(rules).hasSize(1);
    assertThat(rule.path(whom)).hasSize(1);
    assertThat(
            rule.at("/" + whom + "/0/namespaceSelector/matchLabels")
                .path("kubernetes.io/metadata.name")
                .asText())
        .isEqualTo(namespace);
    assertThat(rule.at("/" + whom + "/0/podSelector/matchLabels")).isNotEmpty();
    assertThat(Manifests.items(rule.path("ports")))
        .extracting(port -> port.path("protocol").asText() + " " + port.path("port").asText())
        .containsExactly(ports.split(",", -1));
  }

  @Test
  void theMonitoringComponentHasTheDocumentedAlerts() throws IOException {
    JsonNode documented =
        Manifests.YAML.readTree(Files.readString(Path.of("docs/alerts.yaml"))).at("/groups/0");
    JsonNode groups =
        Manifests.YAML
            .readTree(
                Files.readString(
                    Manifests.FOLDER.resolve("components/monitoring/prometheus-rule.yaml")))
            .at("/spec/groups");

    assertThat(documented.path("rules")).isNotEmpty();
    assertThat(groups).contains(documented);
  }

  @Test
  void theDocumentedSettingsAreThoseThatExist() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    int reserved = page.indexOf("## Not available yet");
    List<MatchResult> rows =
        Pattern.compile("^\\| `([a-z.-]+)` \\| `(NESSIE_CLUSTER_\\w+)`", Pattern.MULTILINE)
            .matcher(reserved < 0 ? page : page.substring(0, reserved))
            .results()
            .toList();

    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.group(2))
                    .isEqualTo(
                        ("nessie-cluster." + row.group(1))
                            .replaceAll("[^a-z]", "_")
                            .toUpperCase(Locale.ROOT)));
    Set<String> documented = rows.stream().map(row -> row.group(2)).collect(Collectors.toSet());
    assertThat(documented).isEqualTo(application.settings());
  }
}
