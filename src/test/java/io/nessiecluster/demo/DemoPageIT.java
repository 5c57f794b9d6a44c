package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.page.Browser;
import io.nessiecluster.page.RequiresChromium;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page as who tries this service sees it first: in dev mode, before the demo world. With the
 * system property {@code pictures.write} it takes the pictures of the documents anew.
 */
@RequiresChromium
@Timeout(420)
@EnabledOnOs(OS.LINUX) // the demo's addresses
class DemoPageIT {

  private static final Duration STORY = Duration.ofSeconds(60);

  @Test
  void theDemoIsASplitMeshWithItsCauses(@TempDir Path project, @TempDir Path profile)
      throws Exception {
    try (DevMode dev = DevMode.start(project);
        Browser browser = Browser.start(profile)) {
      dev.await("it listens", DevMode.START, () -> dev.address().isPresent());
      browser.open(dev.address().orElseThrow());

      browser.await("document.querySelectorAll('#node-rows tr').length === 6", STORY);
      browser.await("document.getElementById('verdict').innerText === 'split'", STORY);
      browser.await("document.querySelectorAll('.matrix td.blocked').length > 0", STORY);
      browser.awaitText("#troubles", "connect_timeout");
      browser.awaitText("#troubles", "open the ports of inet_dist_listen_min");
      browser.awaitText("#troubles", "cookie_mismatch");
      browser.awaitText("#lookups", "app.demo.svc.cluster.local.");
      browser.awaitText("#event-list", "node-failing");
      assertThat(browser.inaccessible()).isEmpty();
      assertThat(browser.complaints()).isEmpty();
      if (Boolean.getBoolean("pictures.write")) {
        new DemoPictures(browser, dev.address().orElseThrow()).take(profile);
      }
    }
  }
}
