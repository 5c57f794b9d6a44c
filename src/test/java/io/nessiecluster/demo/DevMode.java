package io.nessiecluster.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code ./mvnw quarkus:dev} on a copy of the sources. Closing it ends all of its processes. */
final class DevMode implements AutoCloseable {

  /** The first start on a machine fetches what only dev mode needs. */
  static final Duration START = Duration.ofSeconds(300);

  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+:\\d+)");

  private final Path project;
  private final Path output;
  private final Process maven;

  private DevMode(Path project, Path output, Process maven) {
    this.project = project;
    this.output = output;
    this.maven = maven;
  }

  /** Starts it in an empty folder. */
  static DevMode start(Path project) throws IOException {
    for (String part : List.of("pom.xml", "mvnw", ".mvn", "src/main", "target/classes")) {
      copy(Path.of(part), project);
    }
    Path output = project.resolve("output.txt");
    return new DevMode(project, output, start(project, output));
  }

  /** A file of the copy. */
  Path file(Path path) {
    return project.resolve(path);
  }

  /** What it has printed. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** The processes that Maven has started. */
  List<ProcessHandle> processes() {
    return maven.descendants().toList();
  }

  /** Where it listens; empty before it does. */
  Optional<URI> address() throws IOException {
    return LISTENING
        .matcher(output())
        .results()
        .map(listening -> URI.create(listening.group(1)))
        .reduce((first, last) -> last);
  }

  /**
   * Without the first compilation, which is Maven's and that of the build before; a change is
   * compiled by Quarkus.
   */
  private static Process start(Path project, Path output) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "./mvnw",
                "-B",
                "-ntp",
                "quarkus:dev",
                "-Dmaven.main.skip",
                "-Ddebug=false",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=0"));
    String repository = System.getProperty("maven.repo.local");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(NESSIE_CLUSTER|QUARKUS|SMALLRYE|MAVEN_PROJECT).*"));
    return builder.start();
  }

  /** With the time of each file, by which Maven and Quarkus tell what has changed. */
  private static void copy(Path part, Path project) throws IOException {
    Files.createDirectories(project.resolve(part));
    try (Stream<Path> files = Files.walk(part)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            project.resolve(file),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Waits for something to hold; fails at once if Maven ends before. */
  void await(String what, Duration bound, Check check) throws Exception {
    long begun = System.nanoTime();
    while (!check.holds()) {
      if (maven.waitFor(200, TimeUnit.MILLISECONDS)
          || System.nanoTime() - begun > bound.toNanos()) {
        throw new AssertionError("not so: " + what + "; " + output());
      }
    }
  }

  interface Check {
    boolean holds() throws Exception;
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(maven.descendants().toList());
    all.add(maven.toHandle());
    all.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : all) {
      process
          .onExit()
          .completeOnTimeout(process, STOP.toSeconds(), TimeUnit.SECONDS)
          .thenAccept(ProcessHandle::destroyForcibly)
          .join();
    }
  }
}
