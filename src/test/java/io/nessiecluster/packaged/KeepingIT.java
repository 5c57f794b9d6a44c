package io.nessiecluster.packaged;

import static io.nessiecluster.packaged.PackagedMesh.mesh;
import static io.nessiecluster.packaged.PackagedMesh.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.Answer;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application joins real BEAMs that have just started: by itself, or by hand. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KeepingIT {

  private static final List<String> ADDRESSES =
      List.of("127.77.14.31", "127.77.14.32", "127.77.14.33");

  @TempDir Path directory;
  private PackagedMesh together;
  private final List<BeamNode> beams = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    together = new PackagedMesh(directory);
    for (String address : ADDRESSES) {
      beams.add(together.beam(address));
    }
  }

  @AfterEach
  void close() throws Exception {
    together.close();
  }

  private PackagedService service(String mode) throws IOException {
    return together.service(
        Map.of("NESSIE_CLUSTER_API_READ_ONLY", "false", "NESSIE_CLUSTER_MESH_MODE", mode));
  }

  private static Answer join(PackagedService service, String from, String to)
      throws IOException, InterruptedException {
    return service.post(
        "/cluster/mesh/join", "{\"from\": \"%s\", \"to\": \"%s\"}".formatted(from, to));
  }

  private static void awaitWhole(PackagedService service) {
    service.await("it is whole", () -> isWhole(service));
  }

  private static boolean isWhole(PackagedService service) throws IOException, InterruptedException {
    return service.get("/cluster/mesh/health").status() == 200;
  }

  @Test
  void loneNodesBecomeOneMeshByThemselves() throws Exception {
    together.name(ADDRESSES);
    PackagedService service = service("form");

    awaitWhole(service);

    assertThat(plan(service).path("state").asText()).isEqualTo("forming");
    assertThat(plan(service).path("counts").path("joined").asInt()).isEqualTo(2);
    assertThat(plan(service).path("recent").findValuesAsText("kind"))
        .containsExactly("newcomer", "newcomer");
    assertThat(service.getManagement("/q/metrics").body())
        .contains(
            "nessie_cluster_mesh_joins_total{outcome=\"joined\"} 2.0",
            "nessie_cluster_mesh_keeping{state=\"forming\"} 1.0",
            "nessie_cluster_mesh_calls_total{function=\"net_kernel:connect_node/1\"} 2.0");
    assertThat(service.output())
        .contains(
            "nessie-cluster.mesh.mode=form: members that have just started are joined",
            "joined " + beams.getLast().name() + " with " + beams.getFirst().name());
  }

  @Test
  void whoeverIsPlannedIsJoinedByHandAndNobodyElse() throws Exception {
    together.name(ADDRESSES);
    PackagedService service = service("watch");
    service.await("two joins are planned", () -> plan(service).path("joins").size() == 2);
    List<String> newcomers = plan(service).path("joins").findValuesAsText("from");

    Answer other = join(service, newcomers.getFirst(), newcomers.getLast());
    assertThat(other.status()).as("not with the hub").isEqualTo(409);
    for (BeamNode beam : beams) {
      assertThat(beam.eval("nodes()")).as("nobody was joined").isEqualTo("[]");
    }
    List<Answer> joined = new ArrayList<>();
    service.await(
        "it is whole",
        () -> {
          joinPlanned(service).ifPresent(joined::add);
          return isWhole(service);
        });

    assertThat(joined)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.at("/outcome")).isEqualTo("joined");
              assertThat(answer.at("/byHand")).isEqualTo("true");
            });
    Answer again = join(service, beams.getFirst().name(), beams.getLast().name());
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/type")).isEqualTo("urn:nessie-cluster:problem:join-refused");
    assertThat(plan(service).path("state").asText()).isEqualTo("watching");
  }

  /** The first join that is planned, if there is one still: the plan may be another one by then. */
  private static Optional<Answer> joinPlanned(PackagedService service)
      throws IOException, InterruptedException {
    JsonNode first = plan(service).path("joins").path(0);
    return first.isMissingNode()
        ? Optional.empty()
        : Optional.of(join(service, first.path("from").asText(), first.path("to").asText()))
            .filter(answer -> answer.status() == 200);
  }

  @Test
  void whileItIsPausedNobodyIsJoined() throws Exception {
    together.name(List.of());
    PackagedService service = service("heal");
    assertThat(service.rest("POST", "/cluster/mesh/pause").at("/state")).isEqualTo("paused");

    together.name(ADDRESSES);
    service.await("two joins are planned", () -> plan(service).path("joins").size() == 2);
    long planned = sweep(service);
    service.await("more sweeps are over", () -> sweep(service) > planned + 2);

    service.await("they are planned still", () -> plan(service).path("joins").size() == 2);
    for (BeamNode beam : beams) {
      assertThat(beam.eval("nodes()")).isEqualTo("[]");
    }
    assertThat(service.rest("POST", "/cluster/mesh/resume").at("/state")).isEqualTo("healing");
    awaitWhole(service);
  }

  private static long sweep(PackagedService service) throws IOException, InterruptedException {
    return mesh(service).path("sweep").path("number").asLong();
  }
}
