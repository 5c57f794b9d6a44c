package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chart is the overlays by another way. Skipped, with a line that says so, on machines that the
 * library of Helm is not made for.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ChartTest {

  private static HelmSession helm;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(HelmSession.isAvailable(), HelmSession.NOT_AVAILABLE);
    helm = HelmSession.start();
  }

  @AfterAll
  static void end() throws IOException {
    if (helm != null) {
      helm.close();
    }
  }

  /** All but the base, which looks up nothing; the chart looks up its own pods then. */
  static Stream<Rendered> overlays() throws IOException {
    return Rendered.all().filter(each -> !each.name().equals("base"));
  }

  /** The values by which the chart is an overlay: those of a file of its name, unless told here. */
  private static List<String> valuesOf(Rendered overlay) {
    return switch (overlay.name()) {
      case "k8s", "self-cluster" -> List.of();
      case "dev-jvm" -> List.of("dev.yaml", "image.variant=jvm");
      case "beam-mine" -> List.of("beam.yaml", "image.variant=jvm", "image.tag=dev");
      case "every-component" ->
          List.of(
              "image.variant=jvm",
              "podMonitor.enabled=true",
              "prometheusRule.enabled=true",
              "networkPolicy.otlp.enabled=true",
              "networkPolicy.prometheus.enabled=true");
      default -> List.of(overlay.name() + ".yaml");
    };
  }

  private static Manifests chart(String... values) throws IOException {
    return helm.template("nessie-cluster", List.of(values));
  }

  /** Each document, each field, and the order of each list; nothing is left out. */
  @ParameterizedTest
  @MethodSource("overlays")
  void theChartIsTheOverlay(Rendered overlay) throws IOException {
    assertThat(fields(helm.template("nessie-cluster", valuesOf(overlay))))
        .containsExactlyElementsOf(fields(overlay.manifests()));
  }

  /** A line for each, sorted, so that a failure tells those that differ. */
  private static List<String> fields(Manifests manifests) {
    return manifests.byName().entrySet().stream()
        .flatMap(document -> fields(document.getKey() + " ", document.getValue()))
        .sorted()
        .toList();
  }

  private static Stream<String> fields(String path, JsonNode node) {
    if (node.isEmpty()) {
      return Stream.of(path + ": " + node); // a scalar, or nothing in it
    }
    return node.isObject()
        ? node.properties().stream()
            .flatMap(field -> fields(path + "/" + field.getKey(), field.getValue()))
        : IntStream.range(0, node.size())
            .boxed()
            .flatMap(index -> fields(path + "/" + index, node.get(index)));
  }

  @Test
  void theChartPassesTheStrictLint() throws IOException {
    assertThat(helm.lint()).endsWith("failed: false").doesNotContain("[WARNING]", "[ERROR]");
  }

  @Test
  void theImageOfTheJvmHasItsTagAndItsMemory() throws IOException {
    JsonNode jvm = chart("image.variant=jvm").pods().getFirst().container();
    JsonNode own = chart("image.variant=jvm", "image.tag=mine").pods().getFirst().container();

    assertThat(jvm.path("image").asText()).isEqualTo("nessie-cluster:" + version() + "-jvm");
    assertThat(own.path("image").asText()).isEqualTo("nessie-cluster:mine");
    assertThat(own.path("resources"))
        .isEqualTo(jvm.path("resources"))
        .isNotEqualTo(chart().pods().getFirst().container().path("resources"));
  }

  @Test
  void whatAUserAddsKeepsTheRules() throws Exception {
    Path values =
        Files.writeString(
            directory.resolve("mine.yaml"),
            """
            mode: heal
            release: {basename: my_app, podLabels: {app: mine}}
            queries: ["rabbit=orders-nodes.$(POD_NAMESPACE).svc.cluster.local."]
            replicas: 5
            image: {repository: registry.example/nessie-cluster, pullSecrets: [registry]}
            extraEnv: [{name: NESSIE_CLUSTER_TLS_CONFIGURATION_NAME, value: erlang}]
            extraVolumes: [{name: tls, secret: {secretName: tls}}]
            extraVolumeMounts: [{name: tls, mountPath: /etc/tls, readOnly: true}]
            resources: {requests: {memory: 100Mi}, limits: {memory: 300Mi}}
            podLabels: {team: harbour}
            podAnnotations: {traffic.sidecar.istio.io/excludeInboundPorts: "4369,4370"}
            nodeSelector: {disk: none}
            tolerations: [{key: spot, operator: Exists}]
            affinity: {nodeAffinity: {}}
            priorityClassName: high
            prometheusRule: {enabled: true, labels: {release: stack}, runbookBase: "https://x/"}
            """);
    Manifests manifests = helm.template("orders", List.of(values.toAbsolutePath().toString()));
    Pod pod = manifests.pods().getFirst();

    assertThat(manifests.violations(application()))
        .as("what is not of the chart: the release and the Service of RabbitMQ")
        .containsExactly(
            "Service my-app-headless selects no pod",
            "Deployment orders-nessie-cluster: looks up no headless Service that publishes all"
                + " addresses: rabbit=orders-nodes.$(POD_NAMESPACE).svc.cluster.local.",
            "Deployment orders-nessie-cluster: there is nobody to join");
    assertThat(pod.environment(manifests))
        .containsEntry("NESSIE_CLUSTER_MESH_MODE", "heal")
        .containsEntry("NESSIE_CLUSTER_TLS_CONFIGURATION_NAME", "erlang");
    assertThat(HeadlessQuery.of(pod, manifests))
        .extracting(query -> query.basename() + " " + query.service())
        .containsExactly(
            "my_app my-app-headless",
            "rabbit orders-nodes",
            "nessie_cluster orders-nessie-cluster-headless");
    assertThat(pod.deployment().at("/spec/replicas").asInt()).isEqualTo(5);
    JsonNode alert =
        manifests.ofKind("PrometheusRule").findFirst().orElseThrow().at("/spec/groups/0/rules/0");
    assertThat(alert.path("expr").asText()).isEqualTo("up{job=\"orders-nessie-cluster\"} == 0");
    assertThat(alert.at("/annotations/runbook_url").asText())
        .startsWith("https://x/docs/operations.md#");
  }

  @Test
  void twoReleasesOfOneNamespaceDoNotMeet() throws IOException {
    Set<String> names = chart().byName().keySet();
    Manifests other = helm.template("orders", List.of());

    assertThat(other.byName()).doesNotContainKeys(names.toArray(String[]::new));
    assertThat(other.pods().getFirst().labels()).isNotEqualTo(chart().pods().getFirst().labels());
    assertThat(other.violations(application())).isEmpty();
  }

  @Test
  void changedSettingsRollThePods() throws IOException {
    JsonNode before = chart().pods().getFirst().container().path("envFrom");

    assertThat(
            chart("settings.NESSIE_CLUSTER_INTERVAL=6s")
                .pods()
                .getFirst()
                .container()
                .path("envFrom"))
        .isNotEqualTo(before);
  }

  @Test
  void theNotesSayHowToLookAtItAndWhatIsMissing() throws IOException {
    assertThat(helm.notes(List.of()))
        .contains(
            "nessie-cluster-headless.harbour.svc.cluster.local.",
            "kubectl -n harbour port-forward service/nessie-cluster 8080",
            "kubectl -n harbour get secret nessie-cluster-cookie",
            "nothing else is looked up yet");
    assertThat(helm.notes(List.of("form.yaml")))
        .contains("mode form", "app=app-headless.harbour.svc.cluster.local.")
        .doesNotContain("nothing else is looked up yet");
  }

  @Test
  void chartAndManifestsAreOfOneVersion() throws IOException {
    JsonNode chart =
        Manifests.documents(
                Kustomize.read(Manifests.FOLDER.resolve("helm/nessie-cluster/Chart.yaml")))
            .get(0);

    assertThat(chart.path("version").asText()).isEqualTo(version());
    assertThat(chart.path("appVersion").asText()).isEqualTo(version());
    assertThat(Kustomize.read(Manifests.FOLDER.resolve("components/jvm/kustomization.yaml")))
        .contains("nessie-cluster:" + version() + "\n", "newTag: " + version() + "-jvm\n");
    assertThat(chart.path("kubeVersion").asText()).isEqualTo(">=1.30.0-0");
    assertThat(Kustomize.read(Manifests.FOLDER.resolve("base/deployment.yaml")))
        .contains("(1.30 or newer)");
  }

  private Application application() throws IOException {
    return Application.read(directory);
  }

  /** That of the base. */
  private static String version() {
    return Manifests.documents(Kustomize.read(Manifests.FOLDER.resolve("base/kustomization.yaml")))
        .get(0)
        .at("/images/0/newTag")
        .asText();
  }
}
