package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds a defect that is planted in a copy of the manifests. */
class ManifestDefectsTest {

  @TempDir Path directory;
  private Application application;

  @BeforeEach
  void read() throws IOException {
    application = Application.read(directory);
  }

  @Test
  void replicasThatDoNotLookEachOtherUpAreFound() throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed");
    Path copy = Manifests.copy(directory);
    plant(
        copy.resolve("overlays/form/kustomization.yaml"),
        ",\\\n"
            + "           "
            + " nessie_cluster=nessie-cluster-headless.$(POD_NAMESPACE).svc.cluster.local.",
        "");

    assertThat(Manifests.render(copy.resolve("overlays/form")).violations(application))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("its replicas act all at once");
  }

  /** Each of the two rules is needed: without one of them the mesh stays in pieces. */
  @ParameterizedTest
  @ValueSource(strings = {"nessie-cluster", "app"})
  void aPolicyThatForgetsOneOfTheCallersIsFound(String caller) throws Exception {
    Path copy = Manifests.copy(directory);
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

    assertThat(Manifests.render(copy.resolve("overlays/form")).violations(application))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("Deployment app: is closed to Deployment " + caller);
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
    Path copy = Manifests.copy(directory);
    plant(copy.resolve(file), right, wrong);

    assertThat(Manifests.render(rendered(copy, file)).violations(application))
        .anySatisfy(violation -> assertThat(violation).contains(expected));
  }

  @Test
  void aSelectorThatSelectsNothingIsFound() throws Exception {
    for (String file :
        List.of(
            "base/service.yaml",
            "base/pod-disruption-budget.yaml",
            "overlays/self-cluster/service-headless.yaml")) {
      Path copy = Manifests.copy(directory);
      String text = Files.readString(copy.resolve(file));
      int selector = text.indexOf("selector:");
      Files.writeString(
          copy.resolve(file),
          text.substring(0, selector)
              + text.substring(selector).replace("name: nessie-cluster", "name: nessie"));

      assertThat(Manifests.render(copy).violations(application))
          .as(file)
          .anySatisfy(violation -> assertThat(violation).contains("selects no pod"));
    }
  }

  /** The folder of the default, unless the file is of an overlay that is no part of it. */
  private static Path rendered(Path k8s, String file) {
    return Stream.of("overlays/rabbitmq", "overlays/form", "overlays/beam")
        .filter(overlay -> file.startsWith(overlay + "/"))
        .map(k8s::resolve)
        .findFirst()
        .orElse(k8s);
  }

  private static void plant(Path file, String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).as(file.toString()).contains(right);
    Files.writeString(file, text.replace(right, wrong));
  }
}
