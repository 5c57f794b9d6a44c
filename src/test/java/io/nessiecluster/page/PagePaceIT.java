package io.nessiecluster.page;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How fast the page is. What was measured is printed; what is asserted is far above it, as machines
 * are differently loaded.
 */
@RequiresChromium
@Timeout(120)
class PagePaceIT {

  private static final int OPENED = 5;
  private static final int EVENTS = 10;
  private static final int CHANGES = 250;
  private static final int CHANGES_PER_SECOND = 50;

  /** Of both the first paint and an event on its way to the screen: ten times what is promised. */
  private static final double MOST_MILLIS = 2000;

  /** Below that a click is answered while somebody waits for it; five times what is promised. */
  private static final double LONGEST_TASK_MILLIS = 1000;

  /** What else runs on a machine makes a task longer, and never shorter. */
  private static final int TRIES = 3;

  @TempDir private static Path directory;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start(directory);
  }

  @AfterAll
  static void end() {
    browser.close();
  }

  private static double median(List<Double> all) {
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void manyNodesAreThereAtOnce(int nodes) throws Exception {
    List<Double> painted = new ArrayList<>();
    List<Double> listed = new ArrayList<>();
    try (ScriptedService service =
        new ScriptedService(new ScriptedCluster(ScriptedCluster.names(nodes), 2))) {
      for (int i = 0; i < OPENED; i++) {
        browser.open(service.address("?" + i));
        browser.await("document.querySelectorAll('#node-rows tr').length >= 100");
        painted.add(number("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
        listed.add(number("seen.rowsAt"));
      }
    }

    System.out.printf(
        "page: %d nodes: first paint after %.0f ms, rows after %.0f ms (medians of %d: %s, %s)%n",
        nodes, median(painted), median(listed), OPENED, painted, listed);
    assertThat(median(painted)).isLessThan(MOST_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000})
  void anEventIsOnTheScreenAtOnce(int nodes) throws Exception {
    ScriptedCluster cluster = new ScriptedCluster(ScriptedCluster.names(nodes), 1);
    List<Double> took = new ArrayList<>();
    try (ScriptedService service = new ScriptedService(cluster)) {
      browser.open(service.address(""));
      eventually("the page listens", () -> service.readers() == 1);
      browser.await("document.querySelectorAll('#node-rows tr').length >= 100");
      browser.run("seen.watchEvents()");
      for (int i = 1; i <= EVENTS; i++) {
        service.tell(cluster.become("app@10.0.0." + i, "failing"));
        browser.await("seen.shown.length === " + i);
        took.add(number("seen.shown.at(-1)"));
      }
    }

    System.out.printf(
        "page: %d nodes: an event is shown after %.0f ms (median of %d, longest %.0f)%n",
        nodes, median(took), EVENTS, took.stream().max(Double::compare).orElseThrow());
    assertThat(median(took)).isLessThan(MOST_MILLIS);
  }

  @Test
  void aThousandNodesWithFiftyChangesASecondKeepItAnswering() throws Exception {
    double longest = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && longest >= LONGEST_TASK_MILLIS; i++) {
      longest = Math.min(longest, longestTaskWhileAThousandNodesChange());
    }

    assertThat(longest).isLessThan(LONGEST_TASK_MILLIS);
  }

  private static double longestTaskWhileAThousandNodesChange() throws Exception {
    List<String> names = ScriptedCluster.names(1000);
    ScriptedCluster cluster = new ScriptedCluster(names, 2);
    try (ScriptedService service = new ScriptedService(cluster);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      browser.open(service.address(""));
      eventually("the page listens", () -> service.readers() == 1);
      browser.await("document.querySelectorAll('#node-rows tr').length === 200");
      browser.await("document.querySelectorAll('.block').length === 2");
      double opening = longestTask();

      AtomicInteger told = new AtomicInteger();
      var changes =
          timer.scheduleAtFixedRate(
              () -> change(service, cluster, names, told.getAndIncrement()),
              0,
              1000 / CHANGES_PER_SECOND,
              TimeUnit.MILLISECONDS);
      browser.type("node-text", "10.0.0.9");
      browser.await("document.getElementById('node-count').textContent === '111 of 1000'");
      browser.type("mesh-text", "0.999");
      browser.await("document.getElementById('mesh-count').textContent === '1 of 1000'");
      eventually("all changes are told", () -> told.get() >= CHANGES);
      changes.cancel(false);
      String last = names.get(told.get() - 1);
      browser.await(
          "document.querySelector('#event-list').textContent.includes('%s ')".formatted(last));
      browser.run("document.getElementById('node-text').select()");
      browser.type("node-text", last);
      browser.awaitText("#node-rows tr", "failing");

      double longest = longestTask();
      System.out.printf(
          "page: 1,000 nodes, %d changes a second: longest task %.0f ms, %.0f ms when opened%n",
          CHANGES_PER_SECOND, longest, opening);
      assertThat(browser.value("document.querySelectorAll('#event-list li').length <= 200"))
          .isEqualTo("true");
      assertThat(browser.complaints()).isEmpty();
      return longest;
    }
  }

  private static void change(
      ScriptedService service, ScriptedCluster cluster, List<String> names, int which) {
    try {
      service.tell(cluster.become(names.get(which % names.size()), "failing"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double longestTask() {
    return number("Math.max(0, ...seen.longTasks)");
  }

  private static double number(String expression) {
    return Double.parseDouble(browser.value(expression));
  }
}
