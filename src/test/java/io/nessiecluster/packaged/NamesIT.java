package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application and real BEAMs that are named by host, as operators name them. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class NamesIT {

  private static final String US = "'" + Surroundings.SELF + "'";
  private static final String FIRST = "127.77.12.31";
  private static final String SECOND = "127.77.12.32";
  private static final String LONG_NAME = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  private static final String OTHER_NAME = "rabbit@rabbit-9.nodes.prod.svc.cluster.local";
  private static final String SHORT_NAME = "rabbit@rabbit-1";
  private static final int ROUNDS = 4;

  @TempDir Path directory;
  private Surroundings surroundings;

  @BeforeEach
  void open() throws Exception {
    surroundings = new Surroundings(directory);
  }

  @AfterEach
  void close() throws Exception {
    surroundings.close();
  }

  @Test
  void nodesAreCalledAsTheyCallThemselvesByLongNamesAndByShortOnes() throws Exception {
    BeamNode first = surroundings.pod(FIRST).start(LONG_NAME);
    BeamNode second = surroundings.pod(SECOND).start(SHORT_NAME);
    PackagedService service = service("rabbit", FIRST, SECOND);
    awaitConnected(service, LONG_NAME);
    awaitConnected(service, SHORT_NAME);

    assertThat(service.get("/cluster/nodes").json().path("nodes"))
        .extracting(
            each -> each.path("name").asText(),
            each -> each.path("address").asText(),
            each -> each.path("direction").asText())
        .containsExactly(
            tuple(Surroundings.SELF, "127.0.0.1", ""),
            tuple(LONG_NAME, FIRST, "outbound"),
            tuple(SHORT_NAME, SECOND, "outbound"));
    assertThat(service.get("/cluster/targets?port=15692").json())
        .extracting(
            each -> each.at("/targets/0").asText(),
            each -> each.at("/labels/__meta_nessie_node").asText())
        .containsExactly(tuple(FIRST + ":15692", LONG_NAME), tuple(SECOND + ":15692", SHORT_NAME));
    for (BeamNode beam : new BeamNode[] {first, second}) {
      service.await("it lists us", () -> beam.eval("nodes(hidden)").equals("[" + US + "]"));
      assertThat(beam.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
    }
  }

  @Test
  void theEventsTellWhoWasMetAtWhichTarget() throws Exception {
    surroundings.pod(FIRST).start(LONG_NAME);
    PackagedService service = service("rabbit", FIRST);
    awaitConnected(service, LONG_NAME);

    JsonNode events = node(service, LONG_NAME).path("events");

    assertThat(events)
        .extracting(each -> each.path("type").asText())
        .containsExactly("node-connected", "node-named", "node-discovered");
    assertThat(events)
        .extracting(each -> each.path("node").asText())
        .containsExactly(LONG_NAME, LONG_NAME, "rabbit@" + FIRST);
    assertThat(events.at("/1/target").asText()).isEqualTo("rabbit@" + FIRST);
  }

  @Test
  void roundsDialNobodyAgainWhoIsConnected() throws Exception {
    Pod pod = surroundings.pod(FIRST);
    pod.start(LONG_NAME);
    PackagedService service = service("rabbit", FIRST);
    awaitConnected(service, LONG_NAME);

    try (Tripwire watch = pod.watch()) {
      int round = round(service);
      service.await("rounds go on", () -> round(service) >= round + ROUNDS);

      assertThat(watch.dials()).isZero();
    }
    assertThat(node(service, LONG_NAME).path("connected").asBoolean()).isTrue();
    assertThat(node(service, LONG_NAME).path("events")).hasSize(3);
  }

  @Test
  void anotherNameUnderTheSameAddressIsAnotherNodeAndTheOldOneVanishes() throws Exception {
    Pod pod = surroundings.pod(FIRST);
    BeamNode old = pod.start(LONG_NAME);
    PackagedService service = service("rabbit", FIRST);
    awaitConnected(service, LONG_NAME);
    pod.stop(old);
    BeamNode replacement = pod.start(OTHER_NAME);

    awaitConnected(service, OTHER_NAME);

    service.await("the old one has vanished", () -> isGone(service, LONG_NAME));
    assertThat(replacement.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
    assertThat(node(service, OTHER_NAME).path("address").asText()).isEqualTo(FIRST);
  }

  @Test
  void ofTwoAddressesWithOneNameTheFirstLinkStaysAndTheOtherIsAnError() throws Exception {
    Pod first = surroundings.pod(FIRST);
    BeamNode beam = first.start(LONG_NAME);
    BeamNode twin = surroundings.pod(SECOND).start(LONG_NAME);
    PackagedService service = service("rabbit", FIRST);
    awaitConnected(service, LONG_NAME);

    surroundings.dns.addresses(Surroundings.QUERY, FIRST, SECOND);
    service.await(
        "the cause is told",
        () -> service.get("/cluster/errors").at("/errors/0/cause").equals("duplicate_name"));

    assertThat(service.get("/cluster/errors").at("/errors/0/node")).isEqualTo("rabbit@" + SECOND);
    assertThat(node(service, LONG_NAME).path("address").asText()).isEqualTo(FIRST);
    assertThat(beam.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
    assertThat(twin.eval("nodes(hidden)")).isEqualTo("[]");

    first.stop(beam);
    service.await(
        "the other takes its place",
        () -> node(service, LONG_NAME).path("address").asText().equals(SECOND));
    awaitConnected(service, LONG_NAME);
  }

  @Test
  void ofAnyBasenameAllThatEpmdListsAreMetButForHiddenOnes() throws Exception {
    Pod pod = surroundings.pod(FIRST);
    pod.start(LONG_NAME);
    pod.start("worker@rabbit-0");
    BeamNode hidden = pod.start("rabbitmqcli-7-rabbit@rabbit-0", "-hidden");
    PackagedService service = service("*", FIRST);
    awaitConnected(service, LONG_NAME);
    awaitConnected(service, "worker@rabbit-0");
    int round = round(service);
    service.await("rounds go on", () -> round(service) >= round + ROUNDS);

    assertThat(service.get("/cluster/nodes").json().path("nodes"))
        .extracting(each -> each.path("name").asText())
        .containsExactly(Surroundings.SELF, LONG_NAME, "worker@rabbit-0");
    assertThat(service.get("/cluster/errors").json().path("errors")).isEmpty();
    assertThat(hidden.eval("nodes(hidden)")).isEqualTo("[]");
  }

  @Test
  void whereEpmdDoesNotListTheBasenameTheErrorSaysWhatItLists() throws Exception {
    surroundings.pod(FIRST).start(LONG_NAME);
    PackagedService service = service("app", FIRST);

    service.await(
        "the cause is told",
        () -> service.get("/cluster/errors").at("/errors/0/cause").equals("name_not_registered"));

    assertThat(service.get("/cluster/errors").at("/errors/0/detail")).contains("rabbit");
  }

  private PackagedService service(String basename, String... addresses) throws Exception {
    surroundings.dns.addresses(Surroundings.QUERY, addresses);
    Map<String, String> settings = new HashMap<>();
    settings.put("NESSIE_CLUSTER_NAMES", "peer");
    settings.put("NESSIE_CLUSTER_QUERY", basename + "=" + Surroundings.QUERY);
    return surroundings.service(settings);
  }

  private static void awaitConnected(PackagedService service, String name) {
    service.await(name + " is connected", () -> node(service, name).path("connected").asBoolean());
  }

  private static boolean isGone(PackagedService service, String name)
      throws IOException, InterruptedException {
    JsonNode node = node(service, name);
    return node.path("status").asInt() == 404 || node.path("state").asText().equals("vanished");
  }

  private static int round(PackagedService service) throws IOException, InterruptedException {
    return service.get("/cluster/rounds/latest").json().path("round").asInt();
  }

  /** What the service tells of a node, or the problem that it knows nothing of it. */
  private static JsonNode node(PackagedService service, String name)
      throws IOException, InterruptedException {
    return service.get("/cluster/nodes/" + name.replace("@", "%40")).json();
  }
}
