package io.nessiecluster.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.PackagedService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The packaged service. */
final class Service implements Contender {

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Packaging packaging;
  private final PackagedService service;
  private long roundsBefore;

  private Service(Packaging packaging, PackagedService service) {
    this.packaging = packaging;
    this.service = service;
  }

  /** Starts it; rounds run by hand only. */
  static Service start(Packaging packaging, Swarm swarm) throws IOException {
    return start(packaging, swarm, Map.of());
  }

  /** Starts it with these settings too; rounds run by hand unless they say else. */
  static Service start(Packaging packaging, Swarm swarm, Map<String, String> settings)
      throws IOException {
    Path cookie = Files.createTempFile("swarm", "cookie");
    cookie.toFile().deleteOnExit();
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_CLUSTER_QUERY", String.join(",", swarm.names()));
    environment.put("NESSIE_CLUSTER_INTERVAL", "off");
    environment.put(
        "NESSIE_CLUSTER_API_DISCOVER_GAP", "0s"); // rounds are timed, one after the other
    environment.put("NESSIE_CLUSTER_DNS_SERVERS", swarm.dnsServer());
    environment.put("NESSIE_CLUSTER_NODE_NAME", SwarmAddress.BASENAME + "@127.0.0.1");
    environment.put("NESSIE_CLUSTER_DISTRIBUTION_PORT", "0");
    environment.put("NESSIE_CLUSTER_EPMD_MODE", "none");
    environment.put("NESSIE_CLUSTER_EPMD_PORT", Integer.toString(Swarm.EPMD_PORT));
    environment.put(
        "NESSIE_CLUSTER_COOKIE_FILE", Files.writeString(cookie, SwarmAddress.COOKIE).toString());
    environment.put("QUARKUS_SHUTDOWN_DELAY", "0s");
    environment.putAll(settings);
    return new Service(
        packaging,
        PackagedService.start(packaging.directory(), packaging.command().orElseThrow(), environment)
            .awaitStart());
  }

  /** Where a path of the API is. */
  URI api(String path) {
    return service.api(path);
  }

  @Override
  public void beginRound() throws IOException {
    send("POST", "/cluster/discover", 202);
  }

  @Override
  public void endRound() throws IOException {
    long round = rounds();
    while (round <= roundsBefore) {
      pause();
      round = rounds();
    }
    roundsBefore = round;
  }

  private long rounds() throws IOException {
    return cluster().at("/lastRound/number").asLong();
  }

  @Override
  public int connected() throws IOException {
    return cluster().at("/counts/connected").asInt();
  }

  /** How long the last round took, as it says itself. */
  Duration lastRound() throws IOException {
    return Duration.ofMillis(cluster().at("/lastRound/durationMillis").asLong());
  }

  private JsonNode cluster() throws IOException {
    return JSON.readTree(send("GET", "/cluster", 200));
  }

  private String send(String method, String path, int status) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(service.api(path))
            .timeout(BOUND)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != status) {
        throw new IOException(
            method + " " + path + ": " + response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(10); // asked more often, it would spend its time on answers
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public boolean warmsUp() {
    return packaging != Packaging.NATIVE;
  }

  @Override
  public boolean staysDisconnected() {
    return true;
  }

  @Override
  public long pid() {
    return service.pid();
  }

  @Override
  public void close() throws IOException {
    try (client;
        service) {
      service.terminate();
      service.exitCode();
      service.deleteOutput();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
