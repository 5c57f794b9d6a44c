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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** What docs/form.md says of it, and the example release. */
  @Test
  void theFormOverlayFormsByTwoReplicasThatFindEachOther() throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path overlay = K8S.resolve("overlays/form");
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

  @Test
  void replicasThatDoNotLookEachOtherUpAreFound() throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path copy = copy();
    plant(
        copy.resolve("overlays/form/kustomization.yaml"),
        ",\\\n"
            + "           "
            + " nessie_cluster=nessie-cluster-headless.$(POD_NAMESPACE).svc.cluster.local.",
        "");

    assertThat(violations(Manifests.render(copy.resolve("overlays/form"))))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("its replicas act all at once");
  }

  /** Each of the two rules is needed: without one of them the mesh stays in pieces. */
  @ParameterizedTest
  @ValueSource(strings = {"nessie-cluster", "app"})
  void aPolicyThatForgetsOneOfTheCallersIsFound(String caller) throws Exception {
    Path copy = copy();
    Path policy = copy.resolve("overlays/form/network-policy.example.yaml");
    String rule = "app.kubernetes.io/name: " + caller + "\n";
    String text = Files.readString(policy);
    int last = text.lastIndexOf(rule);
    Files.writeString(
        policy,
        text.substring(0, last)
            + "app.kubernetes.io/name: other\n"
            + text.substring(last + rule.length()));
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");

    assertThat(violations(Manifests.render(copy.resolve("overlays/form"))))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("Deployment app: is closed to Deployment " + caller);
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
          overlays/form/kustomization.yaml | nessie_cluster=nessie-cluster-headless | nessie=nessie-cluster-headless | but looked up as nessie, when rendered
          overlays/form/kustomization.yaml | cluster-headless.$( | cluster.$( | publishes all addresses, when rendered
          overlays/form/settings.env | MODE=form | MODE=join | nessie-cluster.mesh.mode=join, when rendered
          overlays/form/app-service-headless.yaml | publishNotReadyAddresses: true | publishNotReadyAddresses: false | publishes all addresses, when rendered
          overlays/form/release.example.yaml | value: app@$(POD_IP) | value: web@$(POD_IP) | is web@$(POD_IP), when rendered
          overlays/form/release.example.yaml | value: name | value: sname | has short names, when rendered
          overlays/form/release.example.yaml | name: nessie-cluster-cookie | name: app-cookie | has another cookie, when rendered
          overlays/form/release.example.yaml | listen_max 4379 | listen_max 4370 | leaves a remote shell no port, when rendered
          overlays/form/release.example.yaml | listen_min 4370 | listen_min 9100 | listens elsewhere, when rendered
          overlays/form/network-policy.example.yaml | port: dist | port: 4371 | is closed to Deployment, when rendered
          overlays/form/network-policy.example.yaml | endPort: 4379 | endPort: 4375 | is closed to Deployment, when rendered
          overlays/beam/release.example.yaml | listen_max 4379 | listen_max 4389 | is not let out to the range, when rendered
          overlays/beam/release.example.yaml | listen_max 4379 | listen_max 4370 | leaves a remote shell no port, when rendered
          overlays/beam/release.example.yaml | listen_min 4370 | listen_min 9100 | listens elsewhere, when rendered
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

  /** Both are added to what the base opens, which stays as it is. */
  @ParameterizedTest
  @CsvSource({
    "prometheus, ingress, from, monitoring, 'TCP http'",
    "otlp, egress, to, observability, 'TCP 4317,TCP 4318'"
  })
  void aComponentOpensItsPortsToPodsOfOneNamespaceAlone(
      String component, String direction, String whom, String namespace, String ports)
      throws Exception {
    Path overlay = Files.createDirectory(copy().resolve("overlays/mine"));
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

    assertThat(violations(manifests)).isEmpty();
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

  /** A heap holds the cookie; Quarkus has a native executable write it at SIGUSR1 unless told. */
  @Test
  void theNativeExecutableWritesNoHeapDump() throws IOException {
    String build = Files.readString(Path.of("pom.xml"));

    assertThat(build).contains("<quarkus.native.monitoring>none</quarkus.native.monitoring>");
    assertThat(build.replaceAll("(?s)<!--.*?-->", "")).doesNotContainIgnoringCase("heapdump");
    assertThat(
            Stream.of("Dockerfile.native", "src/main/docker/Dockerfile.jvm")
                .map(Path::of)
                .map(Kustomize::read))
        .noneMatch(file -> file.contains("monitoring") || file.contains("HeapDump"));
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
    return Stream.of("overlays/rabbitmq", "overlays/form", "overlays/beam")
        .filter(overlay -> file.startsWith(overlay + "/"))
        .map(k8s::resolve)
        .findFirst()
        .orElse(k8s);
  }

  private List<String> violations(Manifests manifests) {
    return Stream.of(
            TypeRules.violations(manifests),
            PodRules.violations(manifests, application),
            WiringRules.violations(manifests, application),
            ReleaseRules.violations(manifests))
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
