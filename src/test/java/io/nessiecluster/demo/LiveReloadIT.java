package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./mvnw quarkus:dev} with a line changed under it. */
@Timeout(420)
@DisabledOnOs(OS.WINDOWS) // its script is another
class LiveReloadIT {

  private static final Duration RELOAD = Duration.ofSeconds(60);

  private static final Path PROBLEM = Path.of("src/main/java/io/nessiecluster/rest/Problem.java");
  private static final String BEFORE = "there is nothing here";
  private static final String AFTER = "there is still nothing here";

  @Test
  void aChangedLineIsServedByTheSameProcess(@TempDir Path project) throws Exception {
    try (DevMode dev = DevMode.start(project)) {
      dev.await("it answers", DevMode.START, () -> answer(dev).contains(BEFORE));
      List<ProcessHandle> before = dev.processes();
      Path source = dev.file(PROBLEM);
      Files.writeString(source, Files.readString(source).replace(BEFORE, AFTER));

      dev.await("the change is served", RELOAD, () -> answer(dev).contains(AFTER));
      assertThat(before).isNotEmpty().allMatch(ProcessHandle::isAlive);
      assertThat(dev.output()).doesNotContain("BUILD SUCCESS", "BUILD FAILURE");
    }
  }

  private static String answer(DevMode dev) throws IOException, InterruptedException {
    Optional<URI> address = dev.address();
    if (address.isEmpty()) {
      return "";
    }
    HttpRequest request =
        HttpRequest.newBuilder(address.get().resolve("/nothing")).timeout(RELOAD).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
