package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw quarkus:dev} on a copy of the sources, with a line changed under it. */
@Timeout(420)
@DisabledOnOs(OS.WINDOWS) // its script is another
class LiveReloadIT {

  /** The first start on a machine fetches what only dev mode needs. */
  private static final Duration START = Duration.ofSeconds(300);

  private static final Duration RELOAD = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private static final Path PROBLEM = Path.of("src/main/java/io/nessiecluster/rest/Problem.java");
  private static final String BEFORE = "there is nothing here";
  private static final String AFTER = "there is still nothing here";
  private static final Pattern LISTENING = Pattern.compile("Listening on: (http://\\S+:\\d+)");

  @TempDir private Path project;
  private Process maven;

  @AfterEach
  void stop() throws Exception {
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

  @Test
  void aChangedLineIsServedByTheSameProcess() throws Exception {
    for (String part : List.of("pom.xml", "mvnw", ".mvn", "src/main", "target/classes")) {
      copy(Path.of(part));
    }
    Path output = project.resolve("output.txt");
    maven = start(output);

    await("it answers", START, output, () -> answer(output).contains(BEFORE));
    List<ProcessHandle> before = maven.descendants().toList();
    Path source = project.resolve(PROBLEM);
    Files.writeString(source, Files.readString(source).replace(BEFORE, AFTER));

    await("the change is served", RELOAD, output, () -> answer(output).contains(AFTER));
    assertThat(before).isNotEmpty().allMatch(ProcessHandle::isAlive);
    assertThat(Files.readString(output)).doesNotContain("BUILD SUCCESS", "BUILD FAILURE");
  }

  /**
   * Without the first compilation, which is Maven's and that of the build before; a change is
   * compiled by Quarkus.
   */
  private Process start(Path output) throws IOException {
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
  private void copy(Path part) throws IOException {
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

  private static String answer(Path output) throws IOException, InterruptedException {
    List<String> listening =
        LISTENING.matcher(Files.readString(output)).results().map(LiveReloadIT::address).toList();
    if (listening.isEmpty()) {
      return "";
    }
    URI nothing = URI.create(listening.getLast() + "/nothing");
    HttpRequest request = HttpRequest.newBuilder(nothing).timeout(RELOAD).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static String address(MatchResult listening) {
    return listening.group(1);
  }

  private void await(String what, Duration bound, Path output, Check check) throws Exception {
    long begun = System.nanoTime();
    while (!check.holds()) {
      if (maven.waitFor(200, TimeUnit.MILLISECONDS)
          || System.nanoTime() - begun > bound.toNanos()) {
        throw new AssertionError("not so: " + what + "; " + Files.readString(output));
      }
    }
  }

  private interface Check {
    boolean holds() throws Exception;
  }
}
