package io.nessiecluster.k8s;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes resources, as they would be applied. */
record Manifests(List<JsonNode> resources) {

  /** Where they lie. */
  static final Path FOLDER = Path.of("k8s");

  // The YAML format of Jackson is on the class path by way of OpenAPI; asked for by its name.
  static final ObjectMapper YAML =
      new ObjectMapper(
          ServiceLoader.load(JsonFactory.class).stream()
              .map(ServiceLoader.Provider::get)
              .filter(format -> format.getFormatName().equals("YAML"))
              .findFirst()
              .orElseThrow());

  Manifests {
    resources = List.copyOf(resources);
  }

  /** The resources of a folder as kustomize builds them, and the examples that lie in it. */
  static Manifests render(Path folder) throws IOException, InterruptedException {
    Stream<JsonNode> examples;
    try (Stream<Path> files = Files.list(folder)) {
      examples =
          files
              .filter(file -> file.getFileName().toString().endsWith(".example.yaml"))
              .toList()
              .stream()
              .flatMap(file -> documents(Kustomize.read(file)).stream());
    }
    return new Manifests(
        Stream.concat(documents(Kustomize.build(folder)).stream(), examples).toList());
  }

  /** A copy of the whole folder, to plant a defect or an overlay in; it lies in a directory. */
  static Path copy(Path directory) throws IOException {
    Path copy = Files.createTempDirectory(directory, "k8s");
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(FOLDER.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }

  static List<JsonNode> documents(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new IllegalArgumentException("no YAML: " + e.getMessage(), e);
    }
  }

  /** What breaks a rule, a sentence each. */
  List<String> violations(Application application) {
    return Stream.of(
            TypeRules.violations(this),
            PodRules.violations(this, application),
            WiringRules.violations(this, application),
            ReleaseRules.violations(this))
        .flatMap(each -> each)
        .toList();
  }

  Stream<JsonNode> ofKind(String kind) {
    return resources.stream().filter(resource -> resource.path("kind").asText().equals(kind));
  }

  /** Whether there is a resource of this kind and name. */
  boolean has(String kind, String name) {
    return ofKind(kind).anyMatch(resource -> resource.at("/metadata/name").asText().equals(name));
  }

  /** Each resource under its kind, namespace (nothing, for that of whoever applies it) and name. */
  SortedMap<String, JsonNode> byName() {
    SortedMap<String, JsonNode> byName = new TreeMap<>();
    for (JsonNode resource : resources) {
      String name =
          String.join(
              " ",
              resource.path("kind").asText(),
              resource.at("/metadata/namespace").asText(),
              resource.at("/metadata/name").asText());
      if (byName.put(name, resource) != null) {
        throw new IllegalStateException("twice: " + name);
      }
    }
    return byName;
  }

  /** The pods that the Deployments make. */
  List<Pod> pods() {
    return ofKind("Deployment").map(Pod::new).toList();
  }

  /** Kind and name, for messages. */
  static String title(JsonNode resource) {
    return resource.path("kind").asText() + " " + resource.at("/metadata/name").asText();
  }

  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** The ports that one entry of a NetworkPolicy opens: a name, a number or a range. */
  static Stream<String> opened(JsonNode port) {
    int first = port.path("port").asInt();
    return port.has("endPort")
        ? IntStream.rangeClosed(first, port.path("endPort").asInt()).mapToObj(String::valueOf)
        : Stream.of(port.path("port").asText());
  }

  static Stream<String> texts(JsonNode array) {
    return items(array).map(JsonNode::asText);
  }
}
