package io.nessiecluster.k8s;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of {@code k8s/} that the kustomization lists. */
record Manifests(JsonNode kustomization, List<JsonNode> resources, List<String> settings) {

  private static final Path FOLDER = Path.of("k8s");

  // The YAML format of Jackson is on the class path by way of OpenAPI; asked for by its name.
  private static final ObjectMapper YAML =
      new ObjectMapper(
          ServiceLoader.load(JsonFactory.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(format -> format.getFormatName().equals("YAML"))
              .findFirst()
              .orElseThrow());

  static Manifests read() throws IOException {
    JsonNode kustomization = YAML.readTree(FOLDER.resolve("kustomization.yaml").toFile());
    List<JsonNode> resources =
        texts(kustomization.at("/resources")).map(Manifests::document).toList();
    List<String> settings =
        Files.readAllLines(
                FOLDER.resolve(kustomization.at("/configMapGenerator/0/envs/0").asText()))
            .stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList();
    return new Manifests(kustomization, resources, settings);
  }

  static JsonNode document(String file) {
    try {
      return YAML.readTree(FOLDER.resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one resource of a kind and name. */
  JsonNode resource(String kind, String name) {
    return resources.stream()
        .filter(r -> r.at("/kind").asText().equals(kind))
        .filter(r -> r.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static Stream<String> texts(JsonNode array) {
    return items(array).map(JsonNode::asText);
  }
}
