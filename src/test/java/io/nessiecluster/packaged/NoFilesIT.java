package io.nessiecluster.packaged;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nessiecluster.PackagedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service needs no place to write to, and writes to none: a pod's root may be read-only without
 * a volume for temporary files.
 */
@Timeout(120)
class NoFilesIT {

  /** A call that makes, opens for writing, moves or removes a file, and did so. */
  private static final Pattern WRITES =
      Pattern.compile(
          "^\\d+ +(open(at2?)?\\(.*O_(WRONLY|RDWR|CREAT)"
              + "|(creat|mkdir|mknod|rename|link|symlink|unlink)\\w*\\().* = \\d+");

  /** No files on a disk. */
  private static final Pattern DEVICE = Pattern.compile("\"/(dev|proc)/");

  @TempDir private Path directory;
  private Surroundings surroundings;

  @BeforeEach
  void open() throws Exception {
    surroundings = new Surroundings(directory);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
  }

  @AfterEach
  void close() throws Exception {
    surroundings.close();
  }

  @Test
  void itServesWithoutAFolderForTemporaryFiles() throws Exception {
    PackagedService service = start(List.of(), "-Djava.io.tmpdir=/no/such/folder");

    useAll(service);

    assertThat(service.output()).doesNotContain("/no/such/folder", "Exception", "ERROR");
  }

  @Test
  void itOpensNoFileForWriting() throws Exception {
    assumeTrue(hasStrace(), "strace shows what a process opens");
    Path calls = directory.resolve("calls");
    PackagedService service =
        start(
            List.of(
                "strace", "-D", "-f", "--seccomp-bpf", "-e", "trace=%file", "-o", calls.toString()),
            "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")));
    Pattern end = Pattern.compile("(?m)^" + service.pid() + " +\\+\\+\\+ exited");

    useAll(service);
    service.terminate();
    service.exitCode();
    eventually("all is written down", () -> end.matcher(read(calls)).find());

    assertThat(read(calls).lines())
        .anyMatch(call -> call.contains("O_RDONLY"))
        .filteredOn(call -> WRITES.matcher(call).find() && !DEVICE.matcher(call).find())
        .isEmpty();
    try (Stream<Path> made = Files.list(directory.resolve("tmp"))) {
      assertThat(made).isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasStrace() throws InterruptedException {
    try {
      return new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Pages, API, probes, metrics, the description of the API, and a link with a BEAM. */
  private void useAll(PackagedService service) throws Exception {
    surroundings.beam("beam");
    service.await(
        "the BEAM is connected",
        () -> service.get("/cluster/nodes/beam@127.0.0.1").json().path("connected").asBoolean());
    for (String path : List.of("/", "/cluster", "/q/openapi", "/q/openapi?format=json")) {
      assertThat(service.get(path).status()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/q/health", "/q/metrics")) {
      assertThat(service.getManagement(path).status()).as(path).isEqualTo(200);
    }
  }

  private PackagedService start(List<String> before, String temporary) throws IOException {
    List<String> command = new ArrayList<>(PackagedService.command());
    command.add(1, temporary);
    if (command.contains("-jar")) {
      command.add(1, "-XX:-UsePerfData"); // what jps reads, below /tmp whatever the setting
    }
    command.addAll(0, before);
    return surroundings
        .closeLater(
            PackagedService.start(
                directory, command, surroundings.settings(Map.of("QUARKUS_SHUTDOWN_DELAY", "0s"))))
        .awaitStart();
  }
}
