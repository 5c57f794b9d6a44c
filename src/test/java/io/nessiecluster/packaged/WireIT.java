package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.FreePort;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application and a real BEAM, each dialling the other. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class WireIT {

  private static final String US = "'" + Surroundings.SELF + "'";

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
  void asInitiatorItConnectsToTheBeamThatTheDnsNames() throws Exception {
    BeamNode beam = surroundings.beam("beam");
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
    PackagedService service = surroundings.service(Map.of());

    service.await("it is connected", () -> node(service, beam).path("connected").asBoolean());

    assertThat(node(service, beam).path("direction").asText()).isEqualTo("outbound");
    service.await("it lists us", () -> beam.eval("nodes(hidden)").equals("[" + US + "]"));
    assertThat(beam.eval("nodes()")).isEqualTo("[]");
    assertThat(beam.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
  }

  @Test
  void asAcceptorItLetsTheBeamConnect() throws Exception {
    BeamNode beam = surroundings.beam("beam");
    surroundings.dns.addresses(Surroundings.QUERY); // the name exists, without addresses
    PackagedService service = surroundings.service(Map.of());

    assertThat(beam.eval("net_kernel:connect_node(" + US + ")")).isEqualTo("true");

    service.await("it is connected", () -> node(service, beam).path("connected").asBoolean());
    assertThat(node(service, beam).path("direction").asText()).isEqualTo("inbound");
    assertThat(beam.eval("net_adm:ping(" + US + ")")).isEqualTo("pong");
  }

  @Test
  void aLostBeamIsSeenAndDialledAgain() throws Exception {
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
    BeamNode first = surroundings.beam("beam");
    PackagedService service = surroundings.service(Map.of());
    service.await("it is connected", () -> node(service, first).path("connected").asBoolean());

    first.kill();
    service.await("the loss is seen", () -> !node(service, first).path("connected").asBoolean());
    BeamNode second = surroundings.beam("beam");

    service.await("it is connected", () -> node(service, second).path("connected").asBoolean());
    service.await("it lists us", () -> second.eval("nodes(hidden)").equals("[" + US + "]"));
  }

  @Test
  void anotherCookieIsTheCauseThatTheErrorsTell() throws Exception {
    surroundings.beam("beam");
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_COOKIE_FILE",
                Files.writeString(directory.resolve("other"), "other").toString()));

    service.await(
        "the cause is told",
        () -> service.get("/cluster/errors").at("/errors/0/cause").equals("cookie_mismatch"));
  }

  @Test
  void aVisibleNodeServesItsOwnEpmd() throws Exception {
    int port = FreePort.find();
    surroundings.dns.addresses(Surroundings.QUERY); // the BEAM dials
    PackagedService service =
        surroundings.service(
            Map.of(
                "NESSIE_CLUSTER_NODE_HIDDEN",
                "false",
                "NESSIE_CLUSTER_EPMD_MODE",
                "embedded",
                "NESSIE_CLUSTER_EPMD_PORT",
                Integer.toString(port)));
    BeamNode beam =
        surroundings.closeLater(BeamNode.start("beam@127.0.0.1", Surroundings.COOKIE, port));

    assertThat(beam.eval("net_kernel:connect_node(" + US + ")")).isEqualTo("true");
    assertThat(beam.eval("nodes()")).isEqualTo("[" + US + "]");
    assertThat(service.get("/cluster").at("/node/hidden")).isEqualTo("false");
  }

  /** What the service tells of a BEAM; missing when it knows nothing of it. */
  private static JsonNode node(PackagedService service, BeamNode beam)
      throws IOException, InterruptedException {
    return service.get("/cluster/nodes/" + beam.name()).json();
  }
}
