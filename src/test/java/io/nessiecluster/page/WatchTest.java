package io.nessiecluster.page;

import static io.nessiecluster.rest.Eventually.eventually;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.rest.FakeConnector;
import io.nessiecluster.rest.FakeWorld;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code curl localhost:8080/?watch}: the text, and then a line for each event. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class WatchTest {

  private static final ClusterEvent LARGE =
      new ClusterEvent.NodeLost(
          Instant.EPOCH, new NodeName("app@10.0.0.1"), LossCause.CONNECTION_RESET, "x".repeat(90));

  @TestHTTPResource("/")
  URI base;

  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;
  @Inject EventFeed<EventMessage> feed;

  @AfterEach
  void forgetAll() {
    lookup.remove(FakeWorld.QUERY);
    peers.reset();
    when().get("/cluster/discover").then().statusCode(200);
    eventually("nobody reads", () -> feed.readers() == 0);
  }

  private static List<String> opening(TextClient client) throws Exception {
    return client.linesTo(line -> line.equals("EVENTS as they happen"));
  }

  private void discover(String... addresses) {
    lookup.addresses(FakeWorld.QUERY, RecordType.A, addresses);
    when().get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void whoWatchesGetsTheTextAndThenALineForEachEvent() throws Exception {
    peers.fails("app@10.0.0.3", ConnectCause.COOKIE_MISMATCH);
    try (TextClient client = new TextClient(base)) {
      List<String> opening = opening(client);
      assertThat(opening.getFirst()).contains("200");
      assertThat(opening)
          .anyMatch(line -> line.equalsIgnoreCase("content-type: text/plain; charset=utf-8"))
          .anyMatch(line -> line.equalsIgnoreCase("vary: accept"))
          .anyMatch(line -> line.startsWith("nessie-cluster "));

      discover("10.0.0.1", "10.0.0.3");

      assertThat(client.linesTo(line -> line.endsWith(": 2 nodes, 1 failed dial")))
          .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ  [a-z-]+ .*"))
          .anyMatch(line -> line.endsWith("  node-discovered  app@10.0.0.1  by " + FakeWorld.QUERY))
          .anyMatch(line -> line.endsWith("  node-connected   app@10.0.0.1"))
          .anyMatch(
              line ->
                  line.endsWith("  node-failing     app@10.0.0.3  cookie_mismatch: as scripted"))
          .last()
          .asString()
          .contains("  round-completed  round ");
    }
  }

  @Test
  void whereNothingHappensALineSaysSo() throws Exception {
    try (TextClient client = new TextClient(base)) {
      opening(client);
      feed.beat();
      assertThat(client.linesTo(line -> true).getFirst())
          .endsWith("  heartbeat        nothing has happened");
    }
  }

  @Test
  void oneTooManyIsToldToComeBackLater() throws Exception {
    try (TextClient first = new TextClient(base);
        TextClient second = new TextClient(base)) {
      opening(first);
      opening(second);

      when()
          .get("/?watch")
          .then()
          .statusCode(503)
          .header("Retry-After", "15")
          .contentType("text/plain")
          .body(containsString("nessie-cluster.api.max-event-readers"));
      when().get("/").then().statusCode(200); // which needs no place
    }
  }

  @Test
  void whoReadsNothingIsDisconnected() throws Exception {
    long droppedBefore = feed.dropped();
    try (TextClient stuck = new TextClient(base)) {
      opening(stuck);
      eventually(
          "it is dropped",
          () -> {
            for (int i = 0; i < 10_000; i++) {
              feed.accept(LARGE);
            }
            return feed.dropped() > droppedBefore;
          });

      eventually("its connection is over", stuck::isReset);
    }
  }
}
