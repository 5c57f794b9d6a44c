package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the packagings of one service have in common, by the files that make them. */
class PackagingFilesTest {

  /** Kubernetes restarts what has ended; a process that limps on without memory it does not. */
  @Test
  void everyPackagingEndsWhenItIsOutOfMemory() throws IOException {
    assertThat(Files.readString(Path.of("src/main/docker/Dockerfile.jvm")))
        .contains("\"-XX:+ExitOnOutOfMemoryError\"");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("-R:MaxHeapSize=128m", "-R:+ExitOnOutOfMemoryError");
  }

  /** A heap holds the cookie; Quarkus has a native executable write it at SIGUSR1 unless told. */
  @Test
  void theNativeExecutableWritesNoHeapDump() throws IOException {
    String build = Files.readString(Path.of("pom.xml"));

    assertThat(build).contains("<quarkus.native.monitoring>none</quarkus.native.monitoring>");
    assertThat(build.replaceAll("(?s)<!--.*?-->", "")).doesNotContainIgnoringCase("heapdump");
    assertThat(
            Stream.of("Dockerfile.native", "src/main/docker/Dockerfile.jvm")
                .map(Path::of)
                .map(Kustomize::read))
        .noneMatch(file -> file.contains("monitoring") || file.contains("HeapDump"));
  }
}
