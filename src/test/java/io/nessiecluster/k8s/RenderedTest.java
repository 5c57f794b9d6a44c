package io.nessiecluster.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is committed of {@code k8s/} as kubectl renders it is of the present sources, whether
 * kubectl is installed or not.
 */
class RenderedTest {

  private static final String AGAIN =
      "after a change of k8s/, with kubectl: ./mvnw test -Dtest=RenderedTest -Dkustomize.write"
          + " -Dmdep.analyze.skip";

  @TempDir Path directory;

  static Stream<Rendered> all() throws IOException {
    return Rendered.all();
  }

  @BeforeAll
  static void write() throws Exception {
    if (System.getProperty("kustomize.write") != null) {
      for (Rendered rendered : Rendered.all().toList()) {
        Files.writeString(rendered.file(), Kustomize.kubectl(rendered.folder()));
      }
      Files.writeString(Rendered.SOURCES, Rendered.fingerprint() + "\n");
    }
  }

  @Test
  void whatIsCommittedIsOfThePresentSources() throws IOException {
    assertThat(Files.readString(Rendered.SOURCES))
        .as(AGAIN)
        .isEqualTo(Rendered.fingerprint() + "\n");
  }

  @ParameterizedTest
  @MethodSource("all")
  void kubectlRendersWhatIsCommitted(Rendered rendered) throws Exception {
    assumeTrue(Kustomize.isInstalled(), "kubectl is not installed: the fingerprint has to do");

    assertThat(Manifests.documents(Kustomize.kubectl(rendered.folder())))
        .as(AGAIN)
        .isEqualTo(rendered.manifests().resources());
  }

  @ParameterizedTest
  @CsvSource({
    "base/deployment.yaml, maxSurge: 1, maxSurge: 2",
    "base/settings.env, INTERVAL=5s, INTERVAL=6s",
    "overlays/form/kustomization.yaml, app=app-headless, web=app-headless",
    "components/jvm/kustomization.yaml, kind: Component, kind: Kustomization"
  })
  void aChangeOfAnySourceChangesTheFingerprint(String file, String right, String wrong)
      throws IOException {
    Path copy = Manifests.copy(directory);
    String before = Rendered.fingerprint(copy);
    String text = Files.readString(copy.resolve(file));
    assertThat(text).contains(right);
    Files.writeString(copy.resolve(file), text.replace(right, wrong));

    assertThat(Rendered.fingerprint(copy)).isNotEqualTo(before);
  }

  @Test
  void aFileThatIsNewOrGoneChangesTheFingerprint() throws IOException {
    Path copy = Manifests.copy(directory);
    String before = Rendered.fingerprint(copy);
    Path added = Files.writeString(copy.resolve("base/added.yaml"), "kind: Secret\n");
    String with = Rendered.fingerprint(copy);
    Files.delete(added);
    Files.delete(copy.resolve("base/service.yaml"));

    assertThat(with).isNotEqualTo(before);
    assertThat(Rendered.fingerprint(copy)).isNotEqualTo(before);
  }

  @Test
  void aCommentDoesNotChangeTheFingerprint() throws IOException {
    Path copy = Manifests.copy(directory);
    String before = Rendered.fingerprint(copy);
    for (String file : new String[] {"base/deployment.yaml", "base/settings.env"}) {
      Path source = copy.resolve(file);
      Files.writeString(source, Files.readString(source) + "\n# why\n");
    }

    assertThat(Rendered.fingerprint(copy)).isEqualTo(before);
  }
}
