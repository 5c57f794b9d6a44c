package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.Answer;
import io.nessiecluster.PackagedService;
import io.nessiecluster.dns.DnsScript;
import io.nessiecluster.dns.TestDnsServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Each group of settings, as environment variables, by what the packaged application makes of it.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SettingsIT {

  @TempDir Path directory;
  private Surroundings surroundings;

  @BeforeEach
  void open() throws Exception {
    surroundings = new Surroundings(directory);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
  }

  @AfterEach
  void close() throws Exception {
    surroundings.close();
  }

  @Test
  void nameQueriesAndRecordTypesSayWhatIsLookedUp() throws Exception {
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_NAME",
                "harbour",
                "NESSIE_CLUSTER_QUERY",
                "app.test.,worker=other.test.",
                "NESSIE_CLUSTER_RESOURCE_TYPES",
                "A,AAAA,SRV"));
    service.await("a round has run", () -> service.get("/cluster/has-ran").body().contains("true"));

    assertThat(service.get("/cluster").at("/name")).isEqualTo("harbour");
    assertThat(service.get("/cluster").at("/queries"))
        .isEqualTo("[\"app.test.\",\"worker=other.test.\"]");
    assertThat(service.get("/cluster/rounds/latest").json().path("dns"))
        .extracting(
            each ->
                each.path("query").asText()
                    + " "
                    + each.path("type").asText()
                    + " "
                    + each.path("outcome").asText())
        .containsExactlyInAnyOrder(
            "app.test. A answer",
            "app.test. AAAA no_data",
            "app.test. SRV no_data",
            "other.test. A nxdomain",
            "other.test. AAAA nxdomain",
            "other.test. SRV nxdomain");
  }

  @Test
  void withIntervalOffRoundsRunByHandAlone() throws Exception {
    PackagedService service = surroundings.service(Map.of("NESSIE_CLUSTER_INTERVAL", "off"));

    assertThat(service.probe("started").status()).isEqualTo(200);
    assertThat(service.get("/cluster").json().has("intervalMillis")).isFalse();
    assertThat(service.get("/cluster/has-ran").at("/hasRan")).isEqualTo("false");
    assertThat(service.get("/cluster/discover").at("/round")).isEqualTo("1");
    assertThat(surroundings.dns.queries(Surroundings.QUERY, Type.A)).isEqualTo(1);
  }

  @Test
  void withoutAQueryNothingIsAskedAndTheProbesAreUp() throws Exception {
    PackagedService service = surroundings.service(Map.of("NESSIE_CLUSTER_QUERY", "ignore"));

    for (String probe : new String[] {"started", "ready", "live"}) {
      assertThat(service.probe(probe).status()).as(probe).isEqualTo(200);
    }
    assertThat(service.get("/cluster").at("/state")).isEqualTo("ignoring");
    assertThat(service.output()).containsPattern("WARN .*nessie-cluster\\.query is not set");
    assertThat(service.probe("ready").body()).contains("set nessie-cluster.query");
    assertThat(surroundings.dns.queries()).isZero();
  }

  /** Of Kubernetes' variables of a Service of that name, none is taken for a setting. */
  @Test
  void whatIsGivenInVainIsToldOfAtTheStart() throws Exception {
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_QUREY", "app.test.",
                "NESSIE_CLUSTER_NODENAME", "app@127.0.0.1",
                "NESSIE_CLUSTER_SERVICE_HOST", "10.96.0.7",
                "NESSIE_CLUSTER_SERVICE_PORT_HTTP", "8080",
                "NESSIE_CLUSTER_PORT_8080_TCP_ADDR", "10.96.0.7",
                "DISCOVERY_DNS_NAME", "other.test."));

    assertThat(service.output().lines().filter(line -> line.contains("has no effect")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains(" WARN "))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("NESSIE_CLUSTER_QUREY is no setting", "is NESSIE_CLUSTER_QUERY"))
        .anySatisfy(line -> assertThat(line).contains("the nearest is NESSIE_CLUSTER_NODE_NAME"))
        .anySatisfy(line -> assertThat(line).contains("DISCOVERY_DNS_NAME has no effect"));
  }

  @Test
  void aLineInJsonTellsItsNodeCauseQueryAndRoundInFields() throws Exception {
    surroundings.dns.script("other.test.", new DnsScript.Code(Rcode.SERVFAIL));
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_QUERY",
                "app=app.test.,app=other.test.",
                "NESSIE_CLUSTER_RESOURCE_TYPES",
                "A",
                "QUARKUS_LOG_CONSOLE_JSON_ENABLED",
                "true"));

    service.await(
        "a failing node and a failing lookup are told",
        () ->
            service.output().contains("cannot connect to app@127.0.0.1")
                && service.output().contains("lookup of other.test. A failed"));

    assertThat(fields(service, "cannot connect to app@127.0.0.1"))
        .contains(
            "\"node\":\"app@127.0.0.1\"", "\"cause\":\"name_not_registered\"", "\"round\":\"");
    assertThat(fields(service, "lookup of other.test. A failed"))
        .contains("\"query\":\"other.test.\"", "\"cause\":\"dns_servfail\"", "\"round\":\"");
  }

  private static String fields(PackagedService service, String message) {
    return service
        .output()
        .lines()
        .filter(line -> line.contains(message))
        .map(line -> line.replaceFirst(".*\"mdc\":(\\{[^}]*}).*", "$1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSecondDnsServerIsAskedWhenTheFirstIsSilent() throws Exception {
    try (TestDnsServer silent = TestDnsServer.start()) {
      silent.script(Surroundings.QUERY, new DnsScript.Silence());
      PackagedService service =
          surroundings.service(
              Map.of(
                  "NESSIE_CLUSTER_DNS_SERVERS",
                  "127.0.0.1:%d,127.0.0.1:%d"
                      .formatted(silent.address().port(), surroundings.dns.address().port()),
                  "NESSIE_CLUSTER_DNS_TIMEOUT",
                  "200ms",
                  "NESSIE_CLUSTER_INTERVAL",
                  "off"));

      assertThat(service.get("/cluster/discover").at("/dns/0/outcome")).isEqualTo("answer");
      assertThat(silent.queries()).isPositive();
    }
  }

  @Test
  void boundsOnReadinessKeepItDownAndSayWhy() throws Exception {
    surroundings.dns.script(Surroundings.QUERY, new DnsScript.Code(Rcode.SERVFAIL));
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_READINESS_MIN_NODES",
                "2",
                "NESSIE_CLUSTER_READINESS_REQUIRE_DNS_ANSWER",
                "true"));
    service.await("it is started", () -> service.probe("started").status() == 200);

    Answer ready = service.probe("ready");

    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body())
        .contains("0 of 2 peers connected (readiness.min-nodes)", "readiness.require-dns-answer");
    assertThat(service.probe("live").status()).isEqualTo(200);
  }

  @Test
  void withoutACookieTheNodeIsNotAliveAndEveryConnectSaysSo() throws Exception {
    PackagedService service =
        surroundings.start(
            Map.of(
                "NESSIE_CLUSTER_QUERY",
                "beam=" + Surroundings.QUERY,
                "NESSIE_CLUSTER_DNS_SERVERS",
                "127.0.0.1:" + surroundings.dns.address().port(),
                "NESSIE_CLUSTER_DISTRIBUTION_PORT",
                "0"));

    assertThat(service.get("/cluster/discover").at("/errors/0/error"))
        .isEqualTo("local_node_is_not_alive");
    assertThat(service.get("/cluster").at("/node/alive")).isEqualTo("false");
    assertThat(service.output()).contains("nessie-cluster.cookie-file");
  }

  @Test
  void nodeAndDistributionSayWherePeersReachIt() throws Exception {
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_NODE_NAME",
                "harbour@127.0.0.5",
                "NESSIE_CLUSTER_NODE_BIND",
                "127.0.0.1",
                "NESSIE_CLUSTER_NET_TICKTIME",
                "8s"));

    Answer cluster = service.get("/cluster");

    assertThat(cluster.at("/node/name")).isEqualTo("harbour@127.0.0.5");
    assertThat(cluster.at("/node/alive")).isEqualTo("true");
    int port = cluster.json().at("/node/port").asInt();
    assertThat(surroundings.epmd.registered())
        .extracting(entry -> entry.name() + " " + entry.port())
        .containsExactly("harbour " + port);
  }

  @Test
  void theRoutesThatChangeThingsAreClosedByDefault() throws Exception {
    PackagedService service = surroundings.service(Map.of());

    Answer refused = service.rest("POST", "/cluster/stop");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail")).contains("nessie-cluster.api.read-only=false");
  }

  @Test
  void aNodeThatVanishedIsKeptOrDisconnectedAsToldAndShownAsVanished() throws Exception {
    PackagedService service =
        surroundings.service(
            Map.of("NESSIE_CLUSTER_ON_VANISH", "disconnect", "NESSIE_CLUSTER_VANISH_GRACE", "0s"));
    service.await(
        "the node is known", () -> service.get("/cluster/nodes/beam@127.0.0.1").status() == 200);

    surroundings.dns.addresses(Surroundings.QUERY);

    service.await(
        "it is shown as vanished, or forgotten",
        () -> {
          Answer node = service.get("/cluster/nodes/beam@127.0.0.1");
          return node.status() == 404 || node.at("/state").equals("vanished");
        });
  }
}
