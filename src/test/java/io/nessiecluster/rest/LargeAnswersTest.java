package io.nessiecluster.rest;

import static io.nessiecluster.rest.Eventually.eventually;
import static io.nessiecluster.rest.Problems.assertProblem;
import static io.restassured.RestAssured.when;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.round.Discovery;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of megabytes, to readers who do not read. */
@QuarkusTest
@TestProfile(LargeAnswersTest.Crowd.class)
@Timeout(120)
class LargeAnswersTest {

  /** A world of its own, for its many nodes stay. */
  public static final class Crowd extends FakeWorld {}

  private static final int NODES = 5_000;
  private static final int CONNECT_MILLIS = 20_000;

  @TestHTTPResource("/")
  URI base;

  @Inject FakeLookup lookup;
  @Inject FakeConnector peers;
  @Inject Discovery discovery;
  @Inject LargeAnswers answers;

  private final List<Socket> readers = new ArrayList<>();

  @BeforeEach
  void manyNodesFail() {
    if (discovery.hasRan()) {
      return;
    }
    String[] addresses = new String[NODES];
    for (int i = 0; i < NODES; i++) {
      addresses[i] = "10.1." + i / 250 + "." + i % 250;
      peers.fails("app@" + addresses[i], ConnectCause.CONNECTION_REFUSED);
    }
    lookup.addresses(FakeWorld.QUERY, RecordType.A, addresses);
    when().get("/cluster/discover?timeout=60000").then().statusCode(200);
  }

  @AfterEach
  void leave() throws IOException {
    for (Socket reader : readers) {
      reader.close();
    }
    eventually("who left holds no place", () -> answers.free() == LargeAnswers.AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cluster/nodes",
        "/cluster/nodes?state=failing",
        "/cluster/errors",
        "/cluster/rounds/latest",
        "/cluster/discover?timeout=60000"
      })
  void aReaderWhoDoesNotReadHoldsOneOfFewPlaces(String path) throws IOException {
    for (int i = 0; i < LargeAnswers.AT_ONCE; i++) {
      ask(path);
    }
    eventually("all places are held", () -> answers.free() == 0);

    assertProblem(when().get(path).then(), 503, "too-many-answers").header("Retry-After", "2");
    when().get("/cluster").then().statusCode(200); // what is small needs none
    when().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void whoReadsFreesItsPlaceAndKeepsItsConnection() {
    for (int i = 0; i < 3 * LargeAnswers.AT_ONCE; i++) {
      when().get("/cluster/errors").then().statusCode(200);
    }
    eventually("all places are free", () -> answers.free() == LargeAnswers.AT_ONCE);
  }

  @Test
  void whoAsksForTheHeadersAloneHoldsNoPlace() {
    for (int i = 0; i < 3 * LargeAnswers.AT_ONCE; i++) {
      when().head("/cluster/nodes").then().statusCode(200);
    }
    eventually("all places are free", () -> answers.free() == LargeAnswers.AT_ONCE);
  }

  private void ask(String path) throws IOException {
    Socket reader = new Socket();
    readers.add(reader);
    reader.setReceiveBufferSize(4096);
    reader.connect(new InetSocketAddress(base.getHost(), base.getPort()), CONNECT_MILLIS);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }
}
