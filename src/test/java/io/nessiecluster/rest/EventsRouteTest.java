package io.nessiecluster.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events as server-sent events. */
@QuarkusTest
@TestProfile(FakeWorld.ByHand.class)
@Timeout(60)
class EventsRouteTest {

  private static final long BOUND_NANOS = 20_000_000_000L;
  private static final ClusterEvent LARGE =
      new ClusterEvent.NodeLost(
          Instant.EPOCH,
          new NodeName("app@10.0.0.1"),
          LossCause.CONNECTION_RESET,
          "x".repeat(4_000));

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
    await(() -> feed.readers() == 0);
  }

  private void discover(String... addresses) {
    lookup.addresses(FakeWorld.QUERY, RecordType.A, addresses);
    when().get("/cluster/discover").then().statusCode(200);
  }

  @Test
  void aReaderIsToldWhatHappens() throws Exception {
    peers.fails("app@10.0.0.3", ConnectCause.COOKIE_MISMATCH);
    try (SseClient client = new SseClient(base, null)) {
      SseClient.Message opened = client.next();
      assertThat(client.head().getFirst()).contains("200");
      assertThat(client.head().toString().toLowerCase(java.util.Locale.ROOT))
          .contains("content-type: text/event-stream")
          .contains("cache-control: no-cache");
      assertThat(opened.field("retry")).isEqualTo("2000");
      assertThat(opened.field("id")).matches("\\d+-\\d+");

      discover("10.0.0.1", "10.0.0.3");

      assertThat(data(client, "node-discovered").getString("node")).isEqualTo("app@10.0.0.1");
      JsonPath failing = data(client, "node-failing");
      assertThat(failing.getString("cause")).isEqualTo("cookie_mismatch");
      assertThat(failing.getString("hint")).contains("cookie");
      assertThat(data(client, "node-connected").getString("node")).isEqualTo("app@10.0.0.1");
      JsonPath round = data(client, "round-completed");
      assertThat(round.getInt("round.nodes")).isEqualTo(2);
      assertThat(round.getInt("round.errors")).isEqualTo(1);
    }
  }

  @Test
  void aReaderThatComesBackGetsWhatHappenedMeanwhile() throws Exception {
    String last;
    try (SseClient client = new SseClient(base, null)) {
      client.next();
      discover("10.0.0.1");
      last = client.next("round-completed").field("id");
    }
    discover("10.0.0.1", "10.0.0.2");
    try (SseClient client = new SseClient(base, last)) {
      assertThat(client.next().field("id")).isEqualTo(last);
      SseClient.Message first = client.next();
      assertThat(first.field("event")).isEqualTo("node-discovered");
      assertThat(first.field("data")).contains("app@10.0.0.2");
    }
  }

  @Test
  void aReaderOfAnotherProcessIsToldThatItMissedSome() throws Exception {
    discover("10.0.0.1");
    try (SseClient client = new SseClient(base, "1-1")) {
      client.next();
      assertThat(client.next().field("event")).isEqualTo("missed");
      assertThat(client.next().field("event")).isNotEmpty();
    }
  }

  @Test
  void anIdleReaderHearsAHeartbeat() throws Exception {
    try (SseClient client = new SseClient(base, null)) {
      client.next();
      feed.beat();
      assertThat(client.next().lines()).containsExactly(": heartbeat");
    }
  }

  @Test
  void oneReaderTooManyIsToldWhenToComeBackByAStreamThatEnds() throws Exception {
    try (SseClient first = new SseClient(base, null);
        SseClient second = new SseClient(base, null)) {
      first.next();
      second.next();
      String stream =
          when()
              .get("/cluster/events")
              .then()
              .statusCode(200) // any other ends a browser's EventSource for good
              .contentType("text/event-stream")
              .extract()
              .asString();
      assertThat(stream).contains("max-event-readers").contains("\nretry: 15000\n\n");
      assertThat(stream).doesNotContain("id:"); // what it has seen is still what it has seen
    }
  }

  @Test
  void aReaderThatLeavesMakesRoom() throws Exception {
    try (SseClient client = new SseClient(base, null)) {
      client.next();
      assertThat(feed.readers()).isEqualTo(1);
    }
    await(() -> feed.readers() == 0);
  }

  @Test
  void aReaderThatReadsNothingIsDroppedAndSlowsNobody() throws Exception {
    long droppedBefore = feed.dropped();
    try (SseClient stuck = new SseClient(base, null)) {
      stuck.next();
      long start = System.nanoTime();
      while (feed.dropped() == droppedBefore && System.nanoTime() - start < BOUND_NANOS) {
        feed.accept(LARGE);
      }
      assertThat(feed.dropped()).isEqualTo(droppedBefore + 1);
      discover("10.0.0.1");
      stuck.drain();
    }
  }

  @Test
  void aReaderThatIsDroppedIsDisconnectedThoughItNeverReads() throws Exception {
    long droppedBefore = feed.dropped();
    try (SseClient stuck = new SseClient(base, null)) {
      stuck.next();
      await(
          () -> {
            feed.accept(LARGE);
            return feed.dropped() > droppedBefore;
          });

      Eventually.eventually("its connection is over", stuck::isReset);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void anotherMethodIsNotAllowed(String method) {
    given()
        .request(method, "/cluster/events")
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD, OPTIONS")
        .contentType("application/problem+json")
        .body("type", is("urn:nessie-cluster:problem:method-not-allowed"));
  }

  @Test
  void askingForTheHeadersOpensNoStream() {
    when().head("/cluster/events").then().statusCode(200).contentType("text/event-stream");
    assertThat(feed.readers()).isZero();
  }

  private static JsonPath data(SseClient client, String event) throws Exception {
    return JsonPath.from(client.next(event).field("data"));
  }

  private static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).isLessThan(BOUND_NANOS);
      Thread.onSpinWait();
    }
  }
}
