package io.nessiecluster.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code kubectl kustomize} where there is one; else what is committed of it; else, of a folder
 * that a test has made, the files that it would read, unpatched.
 */
final class Kustomize {

  private static final long BOUND_SECONDS = 60;

  private Kustomize() {}

  static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }

  /** YAML documents of all resources. */
  static String build(Path folder) throws IOException, InterruptedException {
    if (isInstalled()) {
      return kubectl(folder);
    }
    Optional<Rendered> committed = Rendered.of(folder);
    return committed.isPresent()
        ? read(committed.get().file())
        : files(folder).distinct().map(Kustomize::read).collect(Collectors.joining("\n"));
  }

  /**
   * As kubectl gives it.
   *
   * @throws IOException also when kubectl is not installed
   * @throws IllegalArgumentException when it refuses the folder
   */
  static String kubectl(Path folder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("kustomize", ".err");
    try {
      Process process =
          new ProcessBuilder("kubectl", "kustomize", folder.toString())
              .redirectError(errors.toFile())
              .start();
      String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalArgumentException("kubectl kustomize: " + read(errors));
      }
      return yaml;
    } finally {
      Files.delete(errors);
    }
  }

  private static Stream<Path> files(Path folder) {
    JsonNode kustomization = Manifests.documents(read(folder.resolve("kustomization.yaml"))).get(0);
    return Stream.of("resources", "components")
        .flatMap(field -> Manifests.texts(kustomization.path(field)))
        .map(entry -> folder.resolve(entry).normalize())
        .flatMap(path -> Files.isDirectory(path) ? files(path) : Stream.of(path));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
