package io.nessiecluster.packaged;

import static io.nessiecluster.packaged.PackagedMesh.awaitVerdict;
import static io.nessiecluster.packaged.PackagedMesh.mesh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application beside real BEAMs that see each other, or do not. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class MeshIT {

  private static final List<String> ADDRESSES =
      List.of("127.77.13.31", "127.77.13.32", "127.77.13.33");
  private static final String STRANGER = "127.77.13.39";

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

  private PackagedService service() throws IOException {
    together.name(ADDRESSES);
    return together.service(Map.of());
  }

  private static JsonNode check(PackagedService service, String id)
      throws IOException, InterruptedException {
    return service.get("/cluster/checks/" + id).json();
  }

  private void join() {
    for (BeamNode other : beams.subList(1, beams.size())) {
      String name = "'" + other.name() + "'";
      assertThat(beams.getFirst().eval("net_kernel:connect_node(" + name + ")")).isEqualTo("true");
    }
  }

  private static List<String> names(JsonNode list, String field) {
    return list.findValuesAsText(field);
  }

  @Test
  void nodesThatNeverDialledEachOtherAreSplitWhyAndStayAsTheyAre() throws Exception {
    PackagedService service = service();

    awaitVerdict(service, "split");

    JsonNode mesh = mesh(service);
    assertThat(mesh.path("islands")).hasSize(3);
    assertThat(names(mesh.path("members"), "name"))
        .containsExactlyElementsOf(beams.stream().map(BeamNode::name).toList());
    assertThat(service.get("/cluster/mesh/health").status()).isEqualTo(503);
    service.await(
        "the causes are found",
        () -> {
          List<String> causes = names(mesh(service).path("defects"), "cause");
          return causes.size() >= 3 && causes.stream().allMatch("reachable"::equals);
        });
    assertThat(mesh(service).path("defects")).hasSize(3);
    for (BeamNode beam : beams) {
      assertThat(beam.eval("nodes()")).as("asking connects nobody").isEqualTo("[]");
    }
  }

  @Test
  void whatIsJoinedIsWholeAndALinkThatIsCutIsTold() throws Exception {
    PackagedService service = service();
    awaitVerdict(service, "split");

    join();

    awaitVerdict(service, "whole");
    assertThat(service.get("/cluster/mesh/health").status()).isEqualTo(200);
    String other = "'" + beams.getLast().name() + "'";
    assertThat(beams.getFirst().eval("erlang:disconnect_node(" + other + ")")).isEqualTo("true");
    service.await("the link is told", () -> !mesh(service).path("defects").isEmpty());
    assertThat(service.get("/cluster/mesh/health").status()).isEqualTo(503);
    join();
    awaitVerdict(service, "whole");
  }

  @Test
  void whoIsInTheMeshAndNotInTheDnsIsAStranger() throws Exception {
    BeamNode stranger = together.beam(STRANGER);
    join();
    PackagedService service = service();
    awaitVerdict(service, "whole");

    assertThat(stranger.eval("net_kernel:connect_node('" + beams.getFirst().name() + "')"))
        .isEqualTo("true");

    service.await(
        "it is told",
        () -> names(mesh(service).path("strangers"), "node").contains(stranger.name()));
    assertThat(mesh(service).path("verdict").asText()).isEqualTo("whole");
    service.await(
        "the check warns",
        () -> check(service, "members_pure").path("status").asText().equals("warn"));
  }

  @Test
  void aFrozenMemberIsUnknownAndSplitsNothing() throws Exception {
    join();
    PackagedService service = service();
    awaitVerdict(service, "whole");
    String pid = beams.getLast().eval("list_to_integer(os:getpid())");

    signal("-STOP", pid);
    try {
      service.await("its view is stale", () -> !row(service, 2).path("fresh").asBoolean(true));

      assertThat(mesh(service).path("islands")).hasSize(1);
      assertThat(mesh(service).path("defects")).isEmpty();
    } finally {
      signal("-CONT", pid);
    }
    awaitVerdict(service, "whole");
  }

  private static JsonNode row(PackagedService service, int member)
      throws IOException, InterruptedException {
    return mesh(service).path("members").path(member);
  }

  private static void signal(String signal, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }

  @Test
  void releasesThatDifferAreARolloutAtFirst() throws Exception {
    for (BeamNode beam : beams) {
      beam.eval("os:putenv(\"RELEASE_NAME\", \"shop\")");
      beam.eval("os:putenv(\"RELEASE_VSN\", \"1.0\")");
    }
    beams.getLast().eval("os:putenv(\"RELEASE_VSN\", \"1.1\")");
    PackagedService service = service();

    service.await(
        "the check warns",
        () -> check(service, "release_equal").path("status").asText().equals("warn"));

    assertThat(check(service, "release_equal").path("evidence").asText()).contains("1.0", "1.1");
    assertThat(check(service, "otp_equal").path("status").asText()).isEqualTo("pass");
    assertThat(row(service, 2).path("release").toString()).contains("1.1");
  }
}
