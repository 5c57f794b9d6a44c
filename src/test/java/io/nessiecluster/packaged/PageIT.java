package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.FreePort;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.page.Browser;
import io.nessiecluster.page.RequiresChromium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of the packaged application in a browser, beside real BEAMs. */
@RequiresChromium
@RequiresErlang
@Timeout(180)
class PageIT {

  private static final List<String> ADDRESSES = List.of("127.77.14.31", "127.77.14.32");

  /** A reader for whom there is no place is told to come again after 15 s. */
  private static final Duration PLACE = Duration.ofSeconds(40);

  @TempDir Path directory;
  private PackagedMesh together;
  private BeamNode first;
  private BeamNode second;
  private Browser browser;

  @BeforeEach
  void open() throws Exception {
    together = new PackagedMesh(directory);
    first = together.beam(ADDRESSES.getFirst());
    second = together.beam(ADDRESSES.getLast());
    together.name(ADDRESSES);
    browser = Browser.start(directory);
  }

  @AfterEach
  void close() throws Exception {
    browser.close();
    together.close();
  }

  private void awaitLive() {
    browser.awaitText("#facts", "connected");
    browser.await("document.getElementById('lost').hidden");
  }

  @Test
  void aNodeThatDiesWhileOneLooksIsShownWithoutAClick() throws Exception {
    PackagedService service = together.service(Map.of());
    browser.open(service.api("/"));
    browser.awaitText("#verdict", "split");
    browser.await("document.querySelectorAll('#node-rows .good').length === 2");
    browser.awaitText("#event-list", "node-connected"); // from before it was opened
    browser.run("location.hash = '#/nodes/' + encodeURIComponent(arguments[0])", second.name());
    browser.awaitText("#detail", "connected");
    assertThat(browser.complaints()).isEmpty();

    second.close();

    browser.awaitText("#node-rows tr", second.name());
    browser.awaitText("#node-rows tr", "failing");
    browser.awaitText("#detail", "what to do");
    browser.awaitText("#troubles", second.name());
    browser.awaitText("#node-rows", first.name());
  }

  @Test
  void aServiceThatRestartsIsShownAgainByThePageThatIsOpen() throws Exception {
    Map<String, String> port = Map.of("QUARKUS_HTTP_PORT", Integer.toString(FreePort.find()));
    PackagedService before = together.service(port);
    browser.open(before.api("/"));
    awaitLive();
    browser.run("window.stays = true");

    before.terminate();
    before.exitCode();
    browser.awaitText("#lost", "Not live");
    together.service(port);

    browser.await("document.getElementById('lost').hidden", PLACE);
    browser.awaitText("#node-rows", "connected");
    assertThat(browser.value("window.stays")).isEqualTo("true");
  }

  @Test
  void whoComesToAFullHouseIsLetInWhenAnotherOneGoes() throws Exception {
    PackagedService service = together.service(Map.of("NESSIE_CLUSTER_API_MAX_EVENT_READERS", "1"));
    browser.open(service.api("/cluster/has-ran"));
    browser.run(
        "window.other = new EventSource('/cluster/events'); other.onopen = () => { window.isOpen ="
            + " true }");
    browser.await("window.isOpen");
    browser.run("window.page = open('/'); page.name = 'page'");
    browser.await("page.document.getElementById('lost')?.innerText.includes('Not live')");
    browser.await("page.document.getElementById('node-rows').rows.length === 2"); // all the same

    browser.run("other.close()");

    browser.await("page.document.getElementById('lost').hidden", PLACE);
  }
}
