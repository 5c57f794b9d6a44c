package io.nessiecluster.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real BEAMs beside the packaged application. All listen at one port, each at an address of its
 * own: so they need no EPMD to dial each other.
 */
final class PackagedMesh implements AutoCloseable {

  private final Surroundings surroundings;
  private final int port = FreePort.find();

  PackagedMesh(Path directory) throws IOException {
    surroundings = new Surroundings(directory);
  }

  /** A BEAM {@code app@address} starts; the DNS does not name it yet. */
  BeamNode beam(String address, String... options) throws IOException {
    return surroundings.closeLater(
        BeamNode.start(
            "app@" + address,
            Surroundings.COOKIE,
            surroundings.epmd.port(),
            Stream.concat(Stream.of("-erl_epmd_port", Integer.toString(port)), Stream.of(options))
                .toArray(String[]::new)));
  }

  /** The DNS names these from now on. */
  void name(List<String> addresses) {
    surroundings.dns.addresses(Surroundings.QUERY, addresses.toArray(String[]::new));
  }

  /** A service that sweeps every second, and for which a mesh stands after two. */
  PackagedService service(Map<String, String> more) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("NESSIE_CLUSTER_QUERY", "app=" + Surroundings.QUERY);
    settings.put("NESSIE_CLUSTER_DISTRIBUTION_PEER_PORT", Integer.toString(port));
    settings.put("NESSIE_CLUSTER_MESH_INTERVAL", "1s");
    settings.put("NESSIE_CLUSTER_MESH_STABLE_FOR", "2s");
    settings.putAll(more);
    return surroundings.service(settings);
  }

  static JsonNode mesh(PackagedService service) throws IOException, InterruptedException {
    return service.get("/cluster/mesh").json();
  }

  static JsonNode plan(PackagedService service) throws IOException, InterruptedException {
    return service.get("/cluster/mesh/plan").json();
  }

  /** Waits until this is found, and each member has told whom it sees. */
  static void awaitVerdict(PackagedService service, String verdict) {
    service.await(
        verdict,
        () -> {
          JsonNode mesh = mesh(service);
          return mesh.path("verdict").asText().equals(verdict)
              && mesh.path("counts").path("unknownViews").asInt(-1) == 0;
        });
  }

  @Override
  public void close() throws Exception {
    surroundings.close();
  }
}
