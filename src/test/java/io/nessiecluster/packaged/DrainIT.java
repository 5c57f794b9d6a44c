package io.nessiecluster.packaged;

import static io.nessiecluster.rest.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.dns.DnsScript;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real SIGTERM to the packaged application, watched by a real BEAM. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DrainIT {

  /** As in the manifests, in short: shutdown delay, timeout, and a grace period above both. */
  private static final Duration DELAY = Duration.ofSeconds(5);

  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Map<String, String> SHUTDOWN =
      Map.of("QUARKUS_SHUTDOWN_DELAY", "5s", "QUARKUS_SHUTDOWN_TIMEOUT", "10s");

  /** Gathers, in order, what the BEAM hears of us. */
  private static final String WATCH =
      """
      register(watch, spawn(fun() ->
        ok = net_kernel:monitor_nodes(true, [{node_type, all}, nodedown_reason]),
        Loop = fun(Self, Heard) ->
          receive
            {ask, From} -> From ! {heard, lists:reverse(Heard)}, Self(Self, Heard);
            {Kind, Node, Info} ->
              Self(Self, [{Kind, Node, proplists:get_value(nodedown_reason, Info, none)} | Heard])
          end
        end,
        Loop(Loop, [])
      end))\
      """;

  private static final String HEARD =
      "watch ! {ask, self()}, receive {heard, Heard} -> Heard after 5000 -> silence end";
  private static final String UP = "{nodeup,'" + Surroundings.SELF + "',none}";
  private static final String DOWN = "{nodedown,'" + Surroundings.SELF + "',connection_closed}";

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
  void sigtermEndsDialsThenReadinessThenLinksAndThenTheProcess() throws Exception {
    BeamNode beam = surroundings.beam("beam");
    beam.eval(WATCH);
    int epmd = surroundings.epmd.port();
    Tripwire before = surroundings.closeLater(new Tripwire("127.0.0.3", epmd));
    Tripwire after = surroundings.closeLater(new Tripwire("127.0.0.2", epmd));
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1", "127.0.0.3");
    PackagedService service = surroundings.service(SHUTDOWN);
    service.await("it is ready", () -> service.probe("ready").status() == 200);
    service.await("the BEAM hears of us", () -> beam.eval(HEARD).equals("[" + UP + "]"));
    service.await("a new address is dialled", () -> before.dials() > 0);
    InputStream watched =
        surroundings.closeLater(service.api("/?watch").toURL().openStream()); // it is a 200

    long signalled = System.nanoTime();
    service.terminate();
    service.await("readiness is down", () -> service.probe("ready").status() == 503);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1", "127.0.0.2", "127.0.0.3");
    int dialsBefore = before.dials();
    assertThat(service.probe("live").status()).isEqualTo(200);
    assertThat(service.get("/cluster").at("/state")).isEqualTo("stopped");
    assertThat(service.get("/cluster").at("/counts/connected")).isEqualTo("1");
    assertThat(service.rest("POST", "/cluster/discover").status()).isEqualTo(409);
    try (InputStream events = service.api("/cluster/events").toURL().openStream()) { // it is a 200
      assertThat(new String(events.readAllBytes(), UTF_8))
          .as("an EventSource comes back")
          .contains("retry: 15000");
    }
    assertThat(new String(watched.readAllBytes(), UTF_8))
        .as("who watches is told of the end")
        .endsWith("Z  stopping         this service ends\n");
    assertThat(service.get("/?watch").status()).isEqualTo(503);
    assertThat(beam.eval(HEARD)).as("links outlive the delay").isEqualTo("[" + UP + "]");

    int exit = service.exitCode(GRACE);
    assertThat(exit).as(service.output()).isZero();
    Duration took = Duration.ofNanos(System.nanoTime() - signalled);
    assertThat(took).as("SIGTERM to exit").isBetween(DELAY, GRACE);
    assertThat(after.dials()).as("dials to an address that is new since SIGTERM").isZero();
    assertThat(before.dials()).as("dials in all").isEqualTo(dialsBefore);
    eventually(
        "the BEAM hears of the end", () -> beam.eval(HEARD).equals("[" + UP + "," + DOWN + "]"));
    assertThat(beam.eval("nodes(connected)")).isEqualTo("[]");
    eventually(
        "the EPMD hears of the end",
        () ->
            surroundings.epmd.registered().stream()
                .noneMatch(entry -> entry.name().contains("nessie")));
    assertThat(service.output()).doesNotContain(Surroundings.COOKIE);
  }

  @Test
  void aRoundThatHangsDoesNotKeepReadinessUpNorTheProcessAlive() throws Exception {
    surroundings.dns.script(Surroundings.QUERY, new DnsScript.Silence());
    PackagedService service =
        surroundings.service(
            Map.of(
                "QUARKUS_SHUTDOWN_DELAY",
                "5s",
                "NESSIE_CLUSTER_DNS_TIMEOUT",
                "60s",
                "NESSIE_CLUSTER_CONNECT_TIMEOUT",
                "60s"));
    service.await("a round hangs", () -> surroundings.dns.queries() > 0);

    long signalled = System.nanoTime();
    service.terminate();
    service.await(
        "readiness says why",
        () -> service.probe("ready").body().matches("(?s).*Graceful Shutdown[^}]*DOWN.*"));
    Duration down = Duration.ofNanos(System.nanoTime() - signalled);

    assertThat(down).as("SIGTERM to readiness down").isLessThan(Duration.ofSeconds(4));
    int exit = service.exitCode(GRACE);
    assertThat(exit).as(service.output()).isZero();
  }
}
