package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Every overlay keeps the rules, and each rule finds a defect that is planted. */
class ManifestsTest {

  private static final Path K8S = Path.of("k8s");

  @TempDir Path directory;
  private Application application;

  @BeforeEach
  void read() throws IOException {
    application = Application.read(directory);
  }

  static Stream<Path> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(K8S.resolve("overlays"))) {
      return Stream.concat(
          Stream.of(K8S, K8S.resolve("base")),
          folders.filter(Files::isDirectory).sorted().toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void anOverlayKeepsTheRules(Path overlay) throws Exception {
    Manifests manifests = Manifests.render(overlay);

    assertThat(manifests.pods()).filteredOn(Pod::isOurs).hasSize(1);
    assertThat(violations(manifests)).isEmpty();
  }

  @Test
  void theDefaultIsTheSelfCluster() throws Exception {
    List<?> selfCluster = Manifests.render(K8S.resolve("overlays/self-cluster")).resources();

    assertThat(Manifests.render(K8S).resources())
        .filteredOn(resource -> !resource.path("kind").asText().equals("Secret")) // the example
        .isEqualTo(selfCluster);
  }

  /** As the operator names things: nothing of RabbitMQ's has to be changed, copied or applied. */
  @Test
  void theRabbitmqOverlayTakesWhatTheOperatorMakes() throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path overlay = K8S.resolve("overlays/rabbitmq");
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

  @Test
  void noOverlayBringsACookie() throws Exception {
    for (Path overlay : overlays().toList()) {
      assertThat(Manifests.documents(Kustomize.build(overlay)))
          .noneMatch(resource -> resource.path("kind").asText().equals("Secret"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          base/deployment.yaml | containerPort: 9000 | containerPort: 9001 | but serves
          base/deployment.yaml | port: management | port: http | which is not the management port
          base/deployment.yaml | /q/health/ready | /q/health/live | asks for another path
          base/deployment.yaml | NESSIE_CLUSTER_COOKIE_FILE | NESSIE_CLUSTER_COOKIE_PATH | no such setting
          base/deployment.yaml | QUARKUS_SHUTDOWN_DELAY | QUARKUS_SHUTDOWN_DELAYED | no such setting
          base/deployment.yaml | nessie_cluster@$(POD_IP) | $(POD_IP) | nessie-cluster.node.name
          base/deployment.yaml | terminationGracePeriodSeconds: 30 | terminationGracePeriodSeconds: 15 | is killed after
          base/deployment.yaml | runAsNonRoot: true | runAsNonRoot: false | runs as root
          base/deployment.yaml | readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | may write to its root
          base/deployment.yaml | allowPrivilegeEscalation: false | allowPrivilegeEscalation: true | may escalate
          base/deployment.yaml | defaultMode: 288 | defaultMode: 292 | shows or opens its cookie
          base/deployment.yaml | terminationGracePeriodSeconds | terminationGraceSeconds | is not of its type
          base/deployment.yaml | serviceAccountName: nessie-cluster | serviceAccountName: other | has no account
          base/pod-disruption-budget.yaml | maxUnavailable: 1 | minAvailable: 1 | would block the drain
          base/network-policy.yaml | protocol: UDP | protocol: TCP | lets out too little
          base/network-policy.yaml | port: management | port: metrics | lets in other than the ports
          base/service.yaml | targetPort: http | targetPort: web | leads to no port
          overlays/self-cluster/service-headless.yaml | publishNotReadyAddresses: true | publishNotReadyAddresses: false | publishes all addresses, when rendered
          overlays/self-cluster/kustomization.yaml | nessie-cluster-headless. | nessie-headless. | publishes all addresses, when rendered
          overlays/self-cluster/kustomization.yaml | containers/0/env/- | containers/0/env/0 | is not above, when rendered
          base/settings.env | NESSIE_CLUSTER_INTERVAL=5s | NESSIE_CLUSTER_INTERVAL=5 | nessie-cluster.interval=5, when rendered
          base/settings.env | NESSIE_CLUSTER_EPMD_PORT=4369 | NESSIE_CLUSTER_EPMD_PORT=4370 | but serves, when rendered
          base/settings.env | NESSIE_CLUSTER_NET_TICKTIME | NESSIE_CLUSTER_TICKTIME | no such setting, when rendered
          overlays/rabbitmq/kustomization.yaml | orders-nodes. | orders-headless. | publishes all addresses, when rendered
          overlays/rabbitmq/kustomization.yaml | path: cookie | path: .erlang.cookie | finds no key of its Secret, when rendered
          overlays/rabbitmq/kustomization.yaml | value: peer | value: pear | nessie-cluster.names=pear, when rendered
          overlays/rabbitmq/kustomization.yaml | port: 25672 | port: 4370 | lets out too little, when rendered
          overlays/rabbitmq/cluster.example.yaml | name: orders | name: payments | selects no pod
          base/kustomization.yaml | newTag: 0.1.0 | newTag: latest | image is not pinned, when rendered
          """)
  void aPlantedDefectIsFound(String file, String right, String wrong, String found)
      throws Exception {
    String expected = found.replace(", when rendered", "");
    assumeTrue(expected.equals(found) || Kustomize.isInstalled(), "kubectl is not installed");
    Path copy = copy();
    plant(copy.resolve(file), right, wrong);

    assertThat(violations(Manifests.render(rendered(copy, file))))
        .anySatisfy(violation -> assertThat(violation).contains(expected));
  }

  @Test
  void aSelectorThatSelectsNothingIsFound() throws Exception {
    for (String file :
        List.of(
            "base/service.yaml",
            "base/pod-disruption-budget.yaml",
            "overlays/self-cluster/service-headless.yaml")) {
      Path copy = copy();
      String text = Files.readString(copy.resolve(file));
      int selector = text.indexOf("selector:");
      Files.writeString(
          copy.resolve(file),
          text.substring(0, selector)
              + text.substring(selector).replace("name: nessie-cluster", "name: nessie"));

      assertThat(violations(Manifests.render(copy)))
          .as(file)
          .anySatisfy(violation -> assertThat(violation).contains("selects no pod"));
    }
  }

  /** Kubernetes restarts what has ended; a process that limps on without memory it does not. */
  @Test
  void everyPackagingEndsWhenItIsOutOfMemory() throws IOException {
    assertThat(Files.readString(Path.of("src/main/docker/Dockerfile.jvm")))
        .contains("\"-XX:+ExitOnOutOfMemoryError\"");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("-R:MaxHeapSize=128m", "-R:+ExitOnOutOfMemoryError");
  }

  @Test
  void theMonitoringComponentHasTheDocumentedAlerts() throws IOException {
    JsonNode documented =
        Manifests.YAML.readTree(Files.readString(Path.of("docs/alerts.yaml"))).at("/groups/0");
    JsonNode groups =
        Manifests.YAML
            .readTree(Files.readString(K8S.resolve("components/monitoring/prometheus-rule.yaml")))
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

  /** The folder of the default, unless the file is of an overlay that is no part of it. */
  private static Path rendered(Path k8s, String file) {
    return file.startsWith("overlays/rabbitmq/") ? k8s.resolve("overlays/rabbitmq") : k8s;
  }

  private List<String> violations(Manifests manifests) {
    return Stream.of(
            TypeRules.violations(manifests),
            PodRules.violations(manifests, application),
            WiringRules.violations(manifests, application))
        .flatMap(each -> each)
        .toList();
  }

  private Path copy() throws IOException {
    Path copy = Files.createTempDirectory(directory, "k8s");
    try (Stream<Path> files = Files.walk(K8S)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(K8S.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }

  private static void plant(Path file, String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).as(file.toString()).contains(right);
    Files.writeString(file, text.replace(right, wrong));
  }
}
