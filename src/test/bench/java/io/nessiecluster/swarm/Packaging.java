package io.nessiecluster.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the service is built and started, with the options of its image. */
enum Packaging {
  NATIVE("native"),
  AOT("JVM with AOT cache"),
  JVM("JVM");

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String HEAP = "-Xmx256m"; // half of the limit in k8s/components/jvm

  private final String title;

  Packaging(String title) {
    this.title = title;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  static Packaging of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The command that starts it; empty when it is not built. */
  Optional<List<String>> command() {
    return switch (this) {
      case NATIVE -> executable().map(path -> List.of(path.toString()));
      case AOT ->
          java(
              TARGET.resolve("aot-app"),
              "app.aot",
              "-XX:AOTCache=app.aot",
              "-XX:TieredStopAtLevel=1");
      case JVM -> java(TARGET.resolve("quarkus-app"), "quarkus-run.jar");
    };
  }

  /** Where it must be started, as a cache of classes knows its class path by relative paths. */
  Path directory() {
    return this == AOT ? TARGET.resolve("aot-app") : TARGET;
  }

  private static Optional<List<String>> java(Path home, String needs, String... options) {
    if (!Files.exists(home.resolve(needs))) {
      return Optional.empty();
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                HEAP));
    command.addAll(List.of(options));
    String more = System.getProperty("swarm.java", ""); // to profile it
    command.addAll(Arrays.stream(more.split(" ")).filter(word -> !word.isEmpty()).toList());
    command.addAll(
        List.of("-jar", options.length == 0 ? home.resolve(needs).toString() : "quarkus-run.jar"));
    return Optional.of(command);
  }

  private static Optional<Path> executable() {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files.filter(file -> file.getFileName().toString().endsWith("-runner")).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
