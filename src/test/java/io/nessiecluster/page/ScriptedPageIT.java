package io.nessiecluster.page;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.page.ScriptedService.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The page in a browser, before what a real service does not answer when it is told to. */
@RequiresChromium
@Timeout(120)
class ScriptedPageIT {

  private static final List<String> FIVE = ScriptedCluster.names(5);

  @TempDir private static Path directory;
  private static Browser browser;

  private ScriptedService service;

  @BeforeAll
  static void start() {
    browser = Browser.start(directory);
  }

  @AfterAll
  static void end() {
    browser.close();
  }

  @AfterEach
  void close() {
    browser.resize(1280, 900);
    browser.colours("light");
    service.close();
  }

  private ScriptedCluster open(List<String> names, int islands) throws IOException {
    ScriptedCluster cluster = new ScriptedCluster(names, islands);
    service = new ScriptedService(cluster);
    browser.open(service.address(""));
    return cluster;
  }

  private void awaitLive() {
    eventually("the page listens", () -> service.readers() == 1);
    browser.await("document.getElementById('lost').hidden");
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 360", "dark, 360", "light, 3840"})
  void everyoneCanReadIt(String colours, int width) throws Exception {
    browser.colours(colours);
    browser.resize(width, 740);

    open(FIVE, 2);
    browser.awaitText("#verdict", "split");
    browser.await("document.querySelectorAll('.matrix td.blocked').length === 8");
    browser.awaitText("#facts", "expected");
    browser.awaitText("#troubles", FIVE.getLast() + " is an island of its own: connect_timeout");

    assertThat(browser.inaccessible()).isEmpty();
    assertThat(browser.value("document.documentElement.scrollWidth <= " + width)).isEqualTo("true");
    browser.run("location.hash = '#/nodes/' + encodeURIComponent(arguments[0])", FIVE.getFirst());
    browser.awaitText("#detail", "connected");
    assertThat(browser.inaccessible()).isEmpty();
    assertThat(browser.value("document.documentElement.scrollWidth <= " + width)).isEqualTo("true");
  }

  @Test
  void darkIsDark() throws Exception {
    browser.colours("dark");

    open(FIVE, 1);

    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(13, 17, 23)");
  }

  @Test
  void whatANodeIsCalledIsTextWhereverItIsShown() throws Exception {
    String evil = "<img src=x onerror=window.hurt=1>@<script>window.hurt=1</script>";

    ScriptedCluster cluster = open(List.of(evil, "a@'\"><svg/onload=window.hurt=1>", "z@1"), 2);
    awaitLive();
    service.tell(cluster.become(evil, "failing"));
    browser.awaitText("#event-list", evil);
    browser.awaitText("#node-rows", "failing");
    browser.run("location.hash = '#/nodes/' + encodeURIComponent(arguments[0])", evil);
    browser.awaitText("#detail h2", evil);

    for (String place :
        List.of("#name", "#node-rows", "#matrix", "#troubles", "#check-list", "#lookups")) {
      browser.awaitText(place, evil);
    }
    assertThat(
            browser.value("document.querySelectorAll('body img, body script, svg[onload]').length"))
        .isEqualTo("0");
    assertThat(browser.value("window.hurt")).isEqualTo("undefined");
    assertThat(browser.complaints()).filteredOn(line -> !line.contains("404")).isEmpty();
  }

  @Test
  void whereNothingIsConfiguredItSaysWhatToSet() throws Exception {
    open(List.of(), 1);

    browser.awaitText("#setup", "NESSIE_CLUSTER_QUERY");
    browser.awaitText("#verdict", "nothing to discover");
    awaitLive();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.inaccessible()).isEmpty();
  }

  @Test
  void aPairIsToldToWhoComesByTheKeyboard() throws Exception {
    open(FIVE, 2);
    browser.await("document.querySelectorAll('.matrix td.blocked').length === 8");

    browser.press(Keys.TAB);
    assertThat(browser.value("document.activeElement.textContent")).isEqualTo("Skip to the nodes");
    browser.until("document.activeElement.closest('.matrix')", () -> browser.press(Keys.TAB));
    browser.press(Keys.ARROW_RIGHT);
    assertThat(browser.text("#pair")).contains(FIVE.get(0), FIVE.get(1), "both list each other");
    browser.press(Keys.END);
    assertThat(browser.text("#pair"))
        .contains(FIVE.getFirst(), FIVE.getLast(), "connect_timeout", ", for ", "NetworkPolicy");
    assertThat(browser.value("document.activeElement.ariaLabel"))
        .contains("do not list each other");
    assertThat(browser.value("document.querySelectorAll('.matrix [tabindex=\"0\"]').length"))
        .isEqualTo("1");
  }

  @Test
  void nodesAreFoundSortedAndOpenedByTheKeyboard() throws Exception {
    ScriptedCluster cluster = open(ScriptedCluster.names(30), 1);
    awaitLive();
    service.tell(cluster.become("app@10.0.0.7", "failing"));
    browser.awaitText("#node-rows tr", "app@10.0.0.7");

    browser.type("node-text", "0.0.2");
    browser.awaitText("#node-count", "11 of 30");
    browser.press(Keys.TAB, "f");
    browser.awaitText("#node-count", "0 of 30");
    browser.run("document.getElementById('node-text').select()");
    browser.type("node-text", Keys.BACK_SPACE);
    browser.awaitText("#node-count", "1 of 30");
    browser.run("document.querySelector('#node-rows a').focus()");
    browser.press(Keys.ENTER);
    browser.awaitText("#detail", "what to do");
    assertThat(browser.value("document.activeElement.id")).isEqualTo("detail-title");
    browser.press(Keys.TAB);
    browser.press(Keys.ENTER);
    browser.await("document.getElementById('detail').hidden");
  }

  @Test
  void itComesBackAfterAStatusThatEndsAnEventSourceForGood() throws Exception {
    ScriptedCluster cluster = open(FIVE, 1);
    awaitLive();

    service.events(Events.UNAVAILABLE);
    browser.awaitText("#lost", "Not live");
    browser.awaitText("#lost", "old");
    service.events(Events.LIVE);

    awaitLive();
    service.tell(cluster.become(FIVE.getFirst(), "failing"));
    browser.awaitText("#node-rows", "failing");
  }

  @Test
  void aServiceWithoutAPlaceIsNotLiveUntilItHasOne() throws Exception {
    open(FIVE, 1);
    awaitLive();

    service.events(Events.FULL);
    browser.awaitText("#lost", "Not live");
    service.events(Events.LIVE);

    awaitLive();
  }

  @Test
  void aSleepThatLeavesADeadStreamIsSeenByTheClock() throws Exception {
    open(FIVE, 1);
    awaitLive();
    String before =
        browser.value(
            "performance.getEntriesByType('resource').filter(e =>"
                + " e.name.endsWith('/events')).length");

    browser.run("const now = Date.now; Date.now = () => now() + 3600000");

    browser.await(
        "performance.getEntriesByType('resource').filter(e => e.name.endsWith('/events')).length > "
            + before);
    awaitLive();
  }

  @Test
  void eventsAreFilteredByTheirType() throws Exception {
    ScriptedCluster cluster = open(FIVE, 1);
    awaitLive();
    service.tell(cluster.become(FIVE.get(0), "failing"));
    service.tell(cluster.become(FIVE.get(0), "connected"));
    service.tell(
        Map.of(
            "type",
            "round-completed",
            "at",
            Instant.now().toString(),
            "round",
            Map.of("number", 7)));
    browser.await("document.querySelectorAll('#event-list li').length === 2");
    assertThat(browser.text("#event-list li")).contains("node-connected");

    browser.choose("event-type", "node-failing");
    browser.await("document.querySelectorAll('#event-list li').length === 1");
    browser.awaitText("#event-list", "node-failing");
    browser.choose("event-type", "round-completed");
    browser.awaitText("#event-list", "round 7");
  }
}
