package io.nessiecluster.k8s;

import static io.nessiecluster.k8s.Manifests.items;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The pods of a Deployment; each has one container. */
record Pod(JsonNode deployment) {

  String title() {
    return Manifests.title(deployment);
  }

  JsonNode template() {
    return deployment.at("/spec/template");
  }

  JsonNode spec() {
    return template().path("spec");
  }

  JsonNode container() {
    return spec().at("/containers/0");
  }

  JsonNode labels() {
    return template().at("/metadata/labels");
  }

  /** Whether it runs this service, and not a release that the service watches. */
  boolean isOurs() {
    return container().path("image").asText().matches("(.*/)?nessie-cluster(:.*|@.*)?");
  }

  /** Container ports by name. */
  Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    items(container().path("ports"))
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    return ports;
  }

  /** The environment in the order in which it is expanded: ConfigMaps first. */
  Map<String, String> environment(Manifests manifests) {
    Map<String, String> environment = new LinkedHashMap<>();
    items(container().path("envFrom"))
        .map(from -> from.at("/configMapRef/name").asText())
        .flatMap(
            name ->
                manifests
                    .ofKind("ConfigMap")
                    .filter(map -> map.at("/metadata/name").asText().equals(name)))
        .flatMap(map -> map.path("data").properties().stream())
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    items(container().path("env"))
        .forEach(
            variable -> {
              environment.remove(variable.path("name").asText());
              environment.put(variable.path("name").asText(), variable.path("value").asText());
            });
    return environment;
  }

  Optional<JsonNode> volume(String name) {
    return items(spec().path("volumes"))
        .filter(volume -> volume.path("name").asText().equals(name))
        .findFirst();
  }
}
