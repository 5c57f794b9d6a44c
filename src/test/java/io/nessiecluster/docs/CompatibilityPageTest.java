package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/compatibility.md claims no more than what is built and tested. */
class CompatibilityPageTest {

  private static final Pattern OTHER_OTP =
      Pattern.compile("`(\\w+)` has (\\d+), `(\\w+)` has (\\d+)");
  private static final Pattern KUBERNETES = Pattern.compile("`kubectl` \\((1\\.\\d+) or newer");

  private final String page;

  CompatibilityPageTest() throws IOException {
    page = read("docs/compatibility.md");
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static MatchResult found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + pattern));
  }

  private List<String> support(String what) {
    return PageEntries.under(page, "## Support").stream()
        .map(row -> row.stream().map(String::strip).toList())
        .filter(row -> row.getFirst().startsWith(what))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + what));
  }

  @Test
  void theReleasesOfOtpAreThoseThatABuildRuns() throws IOException {
    MatchResult others = found(OTHER_OTP, read("CONTRIBUTING.md"));

    assertThat(read(".ci/run"))
        .contains("other_releases=(%s %s)".formatted(others.group(1), others.group(3)));
    assertThat(support("OTP").get(2))
        .startsWith("25: all; %s and %s: ".formatted(others.group(2), others.group(4)));
  }

  @Test
  void theVersionOfKubernetesIsTheOneThatTheDeploymentNeeds() throws IOException {
    String version = found(KUBERNETES, read("docs/deploy.md")).group(1);

    assertThat(support("Kubernetes").get(1)).startsWith(version + " or newer");
    assertThat(read("k8s/base/deployment.yaml")).contains("(" + version + " or newer)");
  }

  @Test
  void whatManifestsAndBuildAreMadeForIsWhatThePomHas() throws IOException {
    String pom = read("pom.xml");

    assertThat(support("Kubernetes").get(2))
        .contains(
            "`client-java-api` "
                + found(Pattern.compile("client-java-api</artifactId><version>([\\d.]+)<"), pom)
                    .group(1));
    assertThat(support("Java").get(1))
        .isEqualTo(
            "JDK " + found(Pattern.compile("<maven.compiler.release>(\\d+)<"), pom).group(1));
  }
}
