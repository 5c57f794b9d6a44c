package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.dns.DnsScript;
import io.nessiecluster.dns.TestDnsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon the packaged application finds what changes, at its default interval. The times are
 * printed, and asserted with bounds that a loaded machine keeps.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class EagerIT {

  private static final List<String> PODS =
      List.of("127.77.14.31", "127.77.14.32", "127.77.14.33", "127.77.14.34");

  /** What one lookup waits for a silent server: dns.timeout. */
  private static final long DEAD_MILLIS = 2_000;

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

  private PackagedService service(String more, String value) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("NESSIE_CLUSTER_INTERVAL", "5s");
    settings.put("NESSIE_CLUSTER_JITTER", "0.1");
    settings.put("NESSIE_CLUSTER_NODE_NAME", Surroundings.SELF);
    settings.put(more, value);
    return surroundings.service(settings);
  }

  @RequiresErlang
  @Test
  void podsThatTheDnsNamesOneAfterTheOtherAreConnectedSoonBehindEachChange() throws Exception {
    for (String pod : PODS) {
      surroundings.pod(pod).start("beam@" + pod);
    }
    PackagedService service = service("NESSIE_CLUSTER_POLL_EAGER", "true");
    List<Long> millis = new ArrayList<>();
    for (int named = 1; named <= PODS.size(); named++) {
      String node = "beam@" + PODS.get(named - 1);
      surroundings.dns.addresses(Surroundings.QUERY, PODS.subList(0, named).toArray(String[]::new));
      long changed = System.nanoTime();
      service.await(node + " is connected", () -> isConnected(service, node));
      millis.add(millisSince(changed));
    }
    System.out.printf("from each change of the zone to the link: %s ms%n", millis);

    assertThat(millis).allSatisfy(each -> assertThat(each).isLessThan(10_000));
    assertThat(millis.stream().mapToLong(each -> each).sum()).isLessThan(4 * 5_000);
  }

  @Test
  void aSilentDnsHoldsUpReadinessForItsTimeoutsAndIsFoundSoonAfterItAnswers() throws Exception {
    surroundings.dns.script(Surroundings.QUERY, DnsScript.silence());
    long started = System.nanoTime();
    PackagedService service = service("NESSIE_CLUSTER_RESOURCE_TYPES", "A,AAAA");
    service.await("it is ready", () -> service.probe("ready").status() == 200);
    System.out.printf("ready without a DNS after %d ms%n", millisSince(started));

    surroundings.dns.addresses(Surroundings.QUERY, PODS.getFirst());
    long answers = System.nanoTime();
    service.await("its answer is known", () -> isKnown(service, PODS.getFirst()));
    long found = millisSince(answers);
    System.out.printf("the DNS is found %d ms after it answers%n", found);

    assertThat(found).isLessThan(20_000);
  }

  @Test
  void aDeadFirstServerHoldsUpOneRoundAndNoOther() throws Exception {
    try (TestDnsServer dead = TestDnsServer.start()) {
      dead.script(Surroundings.QUERY, DnsScript.silence());
      surroundings.dns.addresses(Surroundings.QUERY, PODS.getFirst());
      PackagedService service =
          service(
              "NESSIE_CLUSTER_DNS_SERVERS",
              "127.0.0.1:%d,127.0.0.1:%d"
                  .formatted(dead.address().port(), surroundings.dns.address().port()));
      service.await("six rounds", () -> rounds(service).size() >= 6);
      List<Long> millis =
          rounds(service).stream().map(each -> each.path("durationMillis").asLong()).toList();
      System.out.printf("rounds with a dead first server, the last first: %s ms%n", millis);

      assertThat(millis.getLast()).isGreaterThanOrEqualTo(DEAD_MILLIS);
      assertThat(millis.subList(0, millis.size() - 1))
          .allSatisfy(each -> assertThat(each).isLessThan(DEAD_MILLIS));
      assertThat(dead.queries()).isEqualTo(1);
    }
  }

  private static boolean isConnected(PackagedService service, String node)
      throws IOException, InterruptedException {
    return service
        .get("/cluster/nodes/" + node.replace("@", "%40"))
        .at("/connected")
        .equals("true");
  }

  private static boolean isKnown(PackagedService service, String address)
      throws IOException, InterruptedException {
    return service.get("/cluster/nodes/beam%40" + address).status() == 200;
  }

  private static List<JsonNode> rounds(PackagedService service)
      throws IOException, InterruptedException {
    List<JsonNode> rounds = new ArrayList<>();
    service.get("/cluster/rounds").json().path("rounds").forEach(rounds::add);
    return rounds;
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
