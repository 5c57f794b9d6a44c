package io.nessiecluster.k8s;

import static io.nessiecluster.k8s.Manifests.items;
import static io.nessiecluster.k8s.Manifests.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

  private static final String NAME = "nessie-cluster";

  private static Manifests manifests;
  private static JsonNode pod;
  private static JsonNode container;

  @BeforeAll
  static void read() throws IOException {
    manifests = Manifests.read();
    pod = manifests.resource("Deployment", NAME).at("/spec/template");
    container = pod.at("/spec/containers/0");
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, nessie-cluster, /spec/selector/matchLabels",
    "Service, nessie-cluster, /spec/selector",
    "Service, nessie-cluster-headless, /spec/selector",
    "PodDisruptionBudget, nessie-cluster, /spec/selector/matchLabels",
    "NetworkPolicy, nessie-cluster, /spec/podSelector/matchLabels"
  })
  void aSelectorSelectsThePods(String kind, String name, String path) {
    JsonNode selector = manifests.resource(kind, name).at(path);

    assertThat(selector.properties()).isNotEmpty();
    assertThat(pod.at("/metadata/labels").properties()).containsAll(selector.properties());
  }

  @Test
  void theSpreadCountsThePods() {
    assertThat(pod.at("/spec/topologySpreadConstraints/0/labelSelector/matchLabels"))
        .isEqualTo(pod.at("/metadata/labels"));
  }

  @ParameterizedTest
  @CsvSource({
    "startupProbe, /q/health/started",
    "readinessProbe, /q/health/ready",
    "livenessProbe, /q/health/live"
  })
  void aProbeAsksTheManagementPort(String probe, String path) {
    JsonNode get = container.at("/" + probe + "/httpGet");

    assertThat(get.at("/path").asText()).isEqualTo(path);
    assertThat(containerPorts()).containsEntry(get.at("/port").asText(), 9000);
  }

  @Test
  void containerPortsHaveTheNumbersOfTheSettings() {
    assertThat(containerPorts())
        .isEqualTo(Map.of("http", 8080, "management", 9000, "epmd", 4369, "dist", 4370));
    assertThat(manifests.settings())
        .contains("NESSIE_CLUSTER_EPMD_PORT=4369", "NESSIE_CLUSTER_DISTRIBUTION_PORT=4370");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nessie-cluster", "nessie-cluster-headless"})
  void aServiceLeadsToNamedContainerPorts(String name) {
    List<JsonNode> ports = items(manifests.resource("Service", name).at("/spec/ports")).toList();

    assertThat(ports).isNotEmpty();
    assertThat(ports)
        .allSatisfy(
            port ->
                assertThat(containerPorts())
                    .containsEntry(port.at("/targetPort").asText(), port.at("/port").asInt()));
  }

  @Test
  void theHeadlessServiceIsHeadlessAndPublishesPodsThatAreNotReady() {
    JsonNode service = manifests.resource("Service", "nessie-cluster-headless");

    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(env("NESSIE_CLUSTER_QUERY").at("/value").asText())
        .isEqualTo("nessie-cluster-headless.$(POD_NAMESPACE).svc.cluster.local.");
  }

  @Test
  void everySettingIsDocumented() throws IOException {
    Set<String> documented =
        Pattern.compile("^\\| `[a-z.-]+` \\| `(NESSIE_CLUSTER_\\w+)`", Pattern.MULTILINE)
            .matcher(availableSettings())
            .results()
            .map(result -> result.group(1))
            .collect(Collectors.toSet());
    Set<String> used =
        Stream.concat(
                manifests.settings().stream().map(line -> line.substring(0, line.indexOf('='))),
                items(container.at("/env")).map(variable -> variable.at("/name").asText()))
            .filter(name -> name.startsWith("NESSIE_CLUSTER_"))
            .collect(Collectors.toSet());

    assertThat(documented).hasSizeGreaterThan(20);
    assertThat(used).hasSizeGreaterThan(5);
    assertThat(documented).containsAll(used);
  }

  @Test
  void everyDocumentedVariableIsTheOneOfItsKey() throws IOException {
    List<MatchResult> rows =
        Pattern.compile("^\\| `([a-z.-]+)` \\| `(NESSIE_CLUSTER_\\w+)`", Pattern.MULTILINE)
            .matcher(availableSettings())
            .results()
            .toList();

    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.group(2))
                    .isEqualTo(
                        ("nessie-cluster." + row.group(1))
                            .replaceAll("[^a-z]", "_")
                            .toUpperCase(Locale.ROOT)));
  }

  @Test
  void aVariableIsExpandedOnlyFromThoseAboveIt() {
    Set<String> above = new HashSet<>();
    for (JsonNode variable : items(container.at("/env")).toList()) {
      Pattern.compile("\\$\\((\\w+)\\)")
          .matcher(variable.at("/value").asText())
          .results()
          .forEach(use -> assertThat(above).contains(use.group(1)));
      above.add(variable.at("/name").asText());
    }
    assertThat(above).contains("POD_IP", "POD_NAMESPACE", "NESSIE_CLUSTER_NODE_NAME");
  }

  @Test
  void thePodKeepsToTheRestrictedPodSecurityStandard() {
    JsonNode podContext = pod.at("/spec/securityContext");
    JsonNode context = container.at("/securityContext");

    assertThat(podContext.at("/runAsNonRoot").asBoolean()).isTrue();
    assertThat(podContext.at("/runAsUser").asInt()).isEqualTo(1001);
    assertThat(podContext.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(context.at("/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(context.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(texts(context.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/spec/enableServiceLinks").asBoolean(true)).isFalse();
  }

  @Test
  void theCookieComesAsAFileThatTheGroupOfThePodCanRead() {
    JsonNode mount = named(container.at("/volumeMounts"), "cookie");
    JsonNode secret = named(pod.at("/spec/volumes"), "cookie").at("/secret");

    assertThat(env("NESSIE_CLUSTER_COOKIE_FILE").at("/value").asText())
        .isEqualTo(mount.at("/mountPath").asText() + "/cookie");
    assertThat(mount.at("/readOnly").asBoolean()).isTrue();
    assertThat(secret.at("/optional").asBoolean()).isFalse();
    // Octal in YAML 1.1, which Kubernetes reads; Jackson leaves the digits as they are.
    assertThat(secret.at("/defaultMode").asText()).isIn("0440", "440", "288");
    assertThat(pod.at("/spec/securityContext/fsGroup").asInt()).isEqualTo(1001);
  }

  @Test
  void theExampleCookieFitsAndIsNeverApplied() {
    JsonNode example = Manifests.document("cookie-secret.example.yaml");

    assertThat(example.at("/metadata/name"))
        .isEqualTo(named(pod.at("/spec/volumes"), "cookie").at("/secret/secretName"));
    assertThat(example.at("/stringData").has("cookie")).isTrue();
    assertThat(manifests.resources())
        .noneMatch(resource -> resource.at("/kind").asText().equals("Secret"));
  }

  @Test
  void theGracePeriodOutlastsTheStop() {
    Duration stop =
        Duration.ofSeconds(container.at("/lifecycle/preStop/sleep/seconds").asLong())
            .plus(duration("QUARKUS_SHUTDOWN_DELAY"))
            .plus(duration("QUARKUS_SHUTDOWN_TIMEOUT"));

    assertThat(stop).isPositive();
    assertThat(Duration.ofSeconds(pod.at("/spec/terminationGracePeriodSeconds").asLong()))
        .isGreaterThan(stop);
  }

  @Test
  void thePolicyLetsOutDnsByUdpAndTcpAndTheDistribution() {
    JsonNode policy = manifests.resource("NetworkPolicy", NAME);

    assertThat(openings(policy.at("/spec/egress")))
        .containsExactlyInAnyOrder("UDP 53", "TCP 53", "TCP 4369", "TCP 4370");
    assertThat(openings(policy.at("/spec/ingress")))
        .containsExactlyInAnyOrder("TCP epmd", "TCP dist", "TCP http", "TCP management");
  }

  @Test
  void aSingleReplicaCanBeDrained() {
    JsonNode budget = manifests.resource("PodDisruptionBudget", NAME).at("/spec");

    assertThat(budget.at("/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.has("minAvailable")).isFalse();
  }

  @Test
  void everyReferenceHasItsTarget() {
    assertThat(container.at("/envFrom/0/configMapRef/name"))
        .isEqualTo(manifests.kustomization().at("/configMapGenerator/0/name"));
    assertThat(container.at("/image")).isEqualTo(manifests.kustomization().at("/images/0/name"));
    assertThat(manifests.resource("ServiceAccount", pod.at("/spec/serviceAccountName").asText()))
        .isNotNull();
    assertThat(items(container.at("/volumeMounts")).map(mount -> mount.at("/name").asText()))
        .containsExactlyInAnyOrderElementsOf(
            items(pod.at("/spec/volumes")).map(volume -> volume.at("/name").asText()).toList());
  }

  private static Map<String, Integer> containerPorts() {
    return items(container.at("/ports"))
        .collect(
            Collectors.toMap(
                port -> port.at("/name").asText(), port -> port.at("/containerPort").asInt()));
  }

  private static JsonNode env(String name) {
    return named(container.at("/env"), name);
  }

  private static Duration duration(String name) {
    return Duration.parse("PT" + env(name).at("/value").asText());
  }

  private static JsonNode named(JsonNode array, String name) {
    return items(array)
        .collect(Collectors.toMap(item -> item.at("/name").asText(), Function.identity()))
        .get(name);
  }

  private static List<String> openings(JsonNode rules) {
    return items(rules)
        .flatMap(rule -> items(rule.at("/ports")))
        .map(port -> port.at("/protocol").asText() + " " + port.at("/port").asText())
        .toList();
  }

  /** The table of settings that have an effect; the reserved ones come after it. */
  private static String availableSettings() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    return page.substring(0, page.indexOf("## Not available yet"));
  }
}
