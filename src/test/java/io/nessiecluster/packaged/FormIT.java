package io.nessiecluster.packaged;

import static io.nessiecluster.packaged.PackagedMesh.awaitVerdict;
import static io.nessiecluster.packaged.PackagedMesh.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application makes a mesh of real BEAMs, or leaves them alone. */
@RequiresErlang
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class FormIT {

  private static final List<String> ADDRESSES =
      List.of("127.77.14.31", "127.77.14.32", "127.77.14.33", "127.77.14.34");

  @TempDir Path directory;
  private PackagedMesh together;
  private final List<BeamNode> beams = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    together = new PackagedMesh(directory);
  }

  @AfterEach
  void close() throws Exception {
    together.close();
  }

  private void beams(int count, String... options) throws IOException {
    for (int i = 0; i < count; i++) {
      beams.add(together.beam(ADDRESSES.get(i), options));
    }
  }

  private PackagedService service(String mode) throws IOException {
    together.name(ADDRESSES.subList(0, beams.size()));
    return together.service(Map.of("NESSIE_CLUSTER_MESH_MODE", mode));
  }

  private static void awaitRefusal(PackagedService service, String rule) throws Exception {
    try {
      service.await(rule, () -> refusal(plan(service)).path("rule").asText().equals(rule));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; the plan is " + plan(service), e);
    }
  }

  private static JsonNode refusal(JsonNode plan) {
    return plan.path("refusals").path(0);
  }

  private static long joined(PackagedService service) throws IOException, InterruptedException {
    return plan(service).path("counts").path("joined").asLong();
  }

  private static String atom(BeamNode beam) {
    return "'" + beam.name() + "'";
  }

  private void connect(int one, int other) throws Exception {
    BeamNode from = beams.get(one);
    BeamNode to = beams.get(other);
    assertThat(from.eval("net_kernel:connect_node(%s)".formatted(atom(to)))).isEqualTo("true");
    awaitNodes(one, to.name());
    awaitNodes(other, from.name());
  }

  /** Waits until a BEAM sees these, and no others. */
  private void awaitNodes(int beam, String... names) throws Exception {
    TestNodes.await(
        beams.get(beam).name() + " sees " + List.of(names),
        () -> nodes(beam).equals(List.of(names)));
  }

  /** Whom a BEAM sees, sorted. */
  private List<String> nodes(int beam) {
    return Pattern.compile("'([^']+)'")
        .matcher(beams.get(beam).eval("lists:sort(nodes())"))
        .results()
        .map((MatchResult name) -> name.group(1))
        .toList();
  }

  private void awaitAllSeeAll() throws Exception {
    for (int i = 0; i < beams.size(); i++) {
      List<String> others = new ArrayList<>(beams.stream().map(BeamNode::name).toList());
      others.remove(i);
      awaitNodes(i, others.toArray(String[]::new));
    }
  }

  @Test
  void loneYoungNodesBecomeOneMeshByAsFewJoinsAsCanBe() throws Exception {
    beams(3);
    PackagedService service = service("form");

    awaitAllSeeAll();
    awaitVerdict(service, "whole");

    JsonNode plan = plan(service);
    assertThat(plan.path("state").asText()).isEqualTo("forming");
    assertThat(plan.path("counts").path("joined").asLong()).isEqualTo(2);
    assertThat(plan.path("counts").path("failed").asLong()).isZero();
    assertThat(plan.path("recent").findValuesAsText("kind")).containsOnly("newcomer");
    assertThat(plan.path("recent").findValuesAsText("to")).containsOnly(beams.getFirst().name());
    assertThat(service.output()).contains("joined");
    assertThat(condition(service, "Healing").path("reason").asText()).isEqualTo("Forming");
  }

  private static JsonNode condition(PackagedService service, String type) throws Exception {
    return StreamSupport.stream(
            service.get("/cluster").json().path("conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNewcomerJoinsTheMeshThatIsThereAndSoDoesItsNextIncarnation() throws Exception {
    beams(2);
    connect(0, 1);
    PackagedService service = service("form");
    awaitVerdict(service, "whole");

    beams.add(together.beam(ADDRESSES.get(2)));
    together.name(ADDRESSES.subList(0, 3));
    awaitAllSeeAll();
    service.await("it is joined", () -> joined(service) == 1);
    beams.removeLast().close();
    awaitNodes(0, beams.get(1).name());
    beams.add(together.beam(ADDRESSES.get(2)));

    awaitAllSeeAll();
    service.await("it is joined again", () -> joined(service) == 2);
  }

  @Test
  void whereGlobalConnectsNobodyEachPairIsAskedFor() throws Exception {
    beams(3, "-connect_all", "false");
    PackagedService service = service("form");

    awaitAllSeeAll();

    service.await("they are joined", () -> joined(service) == 2);
  }

  @Test
  void anOldSplitIsLeftAloneByFormAndMendedByHealOnceItHasStood() throws Exception {
    beams(4);
    connect(0, 1);
    connect(2, 3);
    try (PackagedService service = service("form")) {
      awaitVerdict(service, "split");
      awaitRefusal(service, "form_only");
      assertThat(joined(service)).isZero();
      assertThat(nodes(0)).containsExactly(beams.get(1).name());
      assertThat(nodes(2)).containsExactly(beams.get(3).name());
    }

    PackagedService service = service("heal");
    awaitRefusal(service, "just_started");
    assertThat(refusal(plan(service)).path("detail").asText()).contains("less than a minute");
    service.await(
        "the minute is over",
        Duration.ofMinutes(2),
        () -> !refusal(plan(service)).path("rule").asText().equals("just_started"));
    awaitAllSeeAll();
    awaitVerdict(service, "whole");

    JsonNode plan = plan(service);
    assertThat(plan.path("recent").findValuesAsText("kind")).containsExactly("island");
    assertThat(plan.path("counts").path("failed").asLong()).isZero();
  }

  @Test
  void islandsWithOneGlobalNameStayApartAndSoDoTheirProcesses() throws Exception {
    beams(2, "-kernel", "prevent_overlapping_partitions", "false");
    connect(0, 1);
    PackagedService service = service("heal");
    awaitVerdict(service, "whole");
    assertThat(beams.getFirst().eval("erlang:disconnect_node(%s)".formatted(atom(beams.get(1)))))
        .isEqualTo("true");
    awaitNodes(1);
    List<String> before = new ArrayList<>();
    for (BeamNode beam : beams) {
      assertThat(beam.eval("global:register_name(leader, whereis(init))")).isEqualTo("yes");
      before.add(beam.eval("{global:registered_names(), global:whereis_name(leader)}"));
    }

    awaitRefusal(service, "name_clash");

    assertThat(refusal(plan(service)).path("detail").asText()).contains("leader");
    assertThat(refusal(plan(service)).path("kind").asText()).isEqualTo("island");
    assertThat(joined(service)).isZero();
    for (int i = 0; i < beams.size(); i++) {
      assertThat(beams.get(i).eval("{global:registered_names(), global:whereis_name(leader)}"))
          .isEqualTo(before.get(i));
      assertThat(nodes(i)).isEmpty();
    }
  }

  @Test
  void membersWhoseDatabasesWereOneStayApart() throws Exception {
    // once: a message of mnesia's that was under way must not connect them again by itself
    beams(
        2,
        "-kernel",
        "prevent_overlapping_partitions",
        "false",
        "-kernel",
        "dist_auto_connect",
        "once");
    assumeTrue(
        !beams.getFirst().eval("code:which(mnesia)").equals("non_existing"),
        "N/A on this machine: no mnesia (Debian: apt-get install erlang-mnesia)");
    connect(0, 1);
    for (BeamNode beam : beams) {
      assertThat(beam.eval("application:start(mnesia)")).isEqualTo("ok");
    }
    String other = atom(beams.get(1));
    assertThat(beams.getFirst().eval("mnesia:change_config(extra_db_nodes, [%s])".formatted(other)))
        .isEqualTo("{ok,[%s]}".formatted(other));
    assertThat(beams.getFirst().eval("erlang:disconnect_node(%s)".formatted(other)))
        .isEqualTo("true");
    awaitNodes(0);
    awaitNodes(1);
    String running = "[mnesia:system_info(db_nodes), mnesia:system_info(running_db_nodes)]";
    TestNodes.await(
        "each runs alone",
        () ->
            beams.stream()
                .allMatch(
                    beam ->
                        beam.eval("mnesia:system_info(running_db_nodes)")
                            .equals("[%s]".formatted(atom(beam)))));
    List<String> before = beams.stream().map(beam -> beam.eval(running)).toList();

    PackagedService service = service("heal");
    awaitRefusal(service, "mnesia");

    assertThat(joined(service)).isZero();
    assertThat(beams.stream().map(beam -> beam.eval(running)).toList()).isEqualTo(before);
    assertThat(nodes(0)).isEmpty();
  }

  @Test
  void whoRunsRabbitMqIsNeverJoined() throws Exception {
    beams(2);
    assertThat(beams.getLast().eval("application:load({application, rabbit, [{vsn, \"3.10\"}]})"))
        .isEqualTo("ok");

    PackagedService service = service("heal");
    awaitRefusal(service, "product");

    assertThat(refusal(plan(service)).path("detail").asText())
        .isEqualTo("rabbit runs at " + beams.getLast().name());
    assertThat(nodes(0)).isEmpty();
  }
}
