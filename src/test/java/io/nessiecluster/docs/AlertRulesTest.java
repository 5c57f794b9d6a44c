package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The alerts call whom they should, and tell where to read on. Without {@code promtool} on PATH
 * they are not tried, unless the system property {@code promtool.required} is true: then that
 * fails.
 */
@Timeout(120)
class AlertRulesTest {

  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
  private static final Pattern RUNBOOK =
      Pattern.compile("(?m)^ *runbook_url: (docs/[a-z-]+\\.md)#([a-z-]+)$");
  private static final long BOUND_SECONDS = 60;

  private static boolean isInstalled() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    assumeTrue(
        isInstalled() || Boolean.getBoolean("promtool.required"),
        "promtool is not installed: the alerts are not tried");
    List<String> command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
    Path output = Files.createTempFile("promtool", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended && process.exitValue() == 0).as(Files.readString(output)).isTrue();
    } finally {
      Files.delete(output);
    }
  }

  @Test
  void theRulesAreWellFormed() throws Exception {
    promtool("check", "rules", "docs/alerts.yaml");
  }

  /** Among them: any legal interval, and an ordinary rollout, are no alert. */
  @Test
  void theRulesPassTheirOwnTests() throws Exception {
    promtool("test", "rules", "src/test/prometheus/alerts-test.yaml");
  }

  @Test
  void theScrapeConfigOfThePageIsOne() throws Exception {
    String page = Files.readString(Path.of("docs/metrics.md"));
    int start = page.indexOf("scrape_configs:");
    assertThat(start).isPositive();
    Path config = Files.createTempFile("scrape", ".yaml");
    try {
      Files.writeString(config, page.substring(start, page.indexOf("```", start)));
      promtool("check", "config", config.toString());
    } finally {
      Files.delete(config);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/alerts.yaml", "k8s/components/monitoring/prometheus-rule.yaml"})
  void everyAlertLeadsToAHeadingThatExists(String file) throws IOException {
    String rules = Files.readString(Path.of(file));
    List<String> each = Pattern.compile("(?m)^(?= *- alert: )").splitAsStream(rules).toList();

    assertThat(each).hasSizeGreaterThan(15);
    for (String rule : each.subList(1, each.size())) {
      assertThat(ALERT.matcher(rule).results()).hasSize(1);
      assertThat(RUNBOOK.matcher(rule).results())
          .as(rule)
          .singleElement()
          .satisfies(link -> assertThat(headings(link.group(1))).contains(link.group(2)));
    }
  }

  /** As they are linked to. */
  private static List<String> headings(String page) {
    try {
      return Files.readString(Path.of(page))
          .lines()
          .filter(line -> line.startsWith("#"))
          .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
