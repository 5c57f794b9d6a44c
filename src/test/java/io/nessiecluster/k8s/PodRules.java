package io.nessiecluster.k8s;

import static io.nessiecluster.k8s.Manifests.items;
import static io.nessiecluster.k8s.Manifests.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Probes, security, resources and the end of a pod. */
final class PodRules {

  private static final Map<String, String> PROBES =
      Map.of(
          "startupProbe", "/q/health/started",
          "readinessProbe", "/q/health/ready",
          "livenessProbe", "/q/health/live");

  private static final Pattern PINNED = Pattern.compile(".+(@sha256:[0-9a-f]{64}|:[\\w][\\w.-]*)");

  private final Manifests manifests;
  private final Application application;
  private final List<String> violations = new ArrayList<>();

  private PodRules(Manifests manifests, Application application) {
    this.manifests = manifests;
    this.application = application;
  }

  static Stream<String> violations(Manifests manifests, Application application) {
    PodRules rules = new PodRules(manifests, application);
    manifests.pods().forEach(rules::check);
    return rules.violations.stream();
  }

  private void check(Pod pod) {
    restricted(pod);
    references(pod);
    String image = pod.container().path("image").asText();
    require(
        PINNED.matcher(image).matches() && !image.endsWith(":latest"),
        pod,
        "image is not pinned: " + image);
    for (String memory : List.of("/resources/requests/memory", "/resources/limits/memory")) {
      require(pod.container().at(memory).isTextual(), pod, "has no " + memory);
    }
    if (pod.isOurs()) {
      ports(pod);
      probes(pod);
      end(pod);
      cookie(pod);
    }
  }

  private void restricted(Pod pod) {
    JsonNode whole = pod.spec().path("securityContext");
    JsonNode container = pod.container().path("securityContext");
    require(whole.path("runAsNonRoot").asBoolean(), pod, "runs as root");
    require(whole.path("runAsUser").asInt() > 0, pod, "has no numeric user");
    require(
        whole.at("/seccompProfile/type").asText().equals("RuntimeDefault"), pod, "has no seccomp");
    require(
        !container.path("allowPrivilegeEscalation").asBoolean(true),
        pod,
        "may escalate privileges");
    require(container.path("readOnlyRootFilesystem").asBoolean(), pod, "may write to its root");
    require(
        texts(container.at("/capabilities/drop")).toList().equals(List.of("ALL")),
        pod,
        "keeps capabilities");
    require(!pod.spec().path("automountServiceAccountToken").asBoolean(true), pod, "gets a token");
    require(!pod.spec().path("enableServiceLinks").asBoolean(true), pod, "gets service links");
    for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
      require(!pod.spec().has(field), pod, "shares " + field);
    }
  }

  private void ports(Pod pod) {
    Map<String, Integer> served = application.ports(pod.environment(manifests));
    require(pod.ports().equals(served), pod, "has ports " + pod.ports() + " but serves " + served);
  }

  private void probes(Pod pod) {
    PROBES.forEach(
        (probe, path) -> {
          JsonNode get = pod.container().at("/" + probe + "/httpGet");
          String port = get.path("port").asText();
          require(get.path("path").asText().equals(path), pod, probe + " asks for another path");
          require(
              application.managementPort() == pod.ports().getOrDefault(port, 0),
              pod,
              probe + " asks port " + port + ", which is not the management port");
          require(
              pod.container().at("/" + probe + "/timeoutSeconds").asInt() >= 2,
              pod,
              probe + " is impatient");
        });
  }

  private void end(Pod pod) {
    Map<String, String> environment = pod.environment(manifests);
    long stop =
        pod.container().at("/lifecycle/preStop/sleep/seconds").asLong()
            + seconds(environment.getOrDefault("QUARKUS_SHUTDOWN_DELAY", "5s"))
            + seconds(environment.getOrDefault("QUARKUS_SHUTDOWN_TIMEOUT", "10s"));
    long grace = pod.spec().path("terminationGracePeriodSeconds").asLong();
    require(
        grace > stop, pod, "is killed after %d s, but a stop takes %d s".formatted(grace, stop));
  }

  private void cookie(Pod pod) {
    String file = pod.environment(manifests).getOrDefault("NESSIE_CLUSTER_COOKIE_FILE", "");
    JsonNode secret =
        items(pod.container().path("volumeMounts"))
            .filter(mount -> file.startsWith(mount.path("mountPath").asText() + "/"))
            .filter(mount -> mount.path("readOnly").asBoolean())
            .flatMap(mount -> pod.volume(mount.path("name").asText()).stream())
            .map(volume -> volume.path("secret"))
            .findFirst()
            .orElse(pod.spec().path("none"));
    require(secret.path("secretName").isTextual(), pod, "has no Secret at " + file);
    require(
        !secret.has("items")
            || items(secret.path("items"))
                .anyMatch(item -> file.endsWith("/" + item.path("path").asText())),
        pod,
        "finds no key of its Secret at " + file);
    require((secret.path("defaultMode").asInt(0777) & 0227) == 0, pod, "shows or opens its cookie");
    require(pod.spec().at("/securityContext/fsGroup").asInt() > 0, pod, "cannot read its cookie");
  }

  private void references(Pod pod) {
    items(pod.container().path("volumeMounts"))
        .map(mount -> mount.path("name").asText())
        .forEach(name -> require(pod.volume(name).isPresent(), pod, "has no volume " + name));
    if (pod.spec().has("serviceAccountName")) {
      String account = pod.spec().path("serviceAccountName").asText();
      require(manifests.has("ServiceAccount", account), pod, "has no account " + account);
    }
    if (Kustomize.isInstalled()) { // which makes the ConfigMaps
      items(pod.container().path("envFrom"))
          .map(from -> from.at("/configMapRef/name").asText())
          .forEach(
              name -> require(manifests.has("ConfigMap", name), pod, "has no ConfigMap " + name));
    }
  }

  private void require(boolean holds, Pod pod, String violation) {
    if (!holds) {
      violations.add(pod.title() + ": " + violation);
    }
  }

  private static long seconds(String duration) {
    return Long.parseLong(duration.replaceAll("s$", ""));
  }
}
