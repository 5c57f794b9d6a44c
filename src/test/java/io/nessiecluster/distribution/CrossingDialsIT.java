package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node and a real BEAM that dial each other at the same moment. */
@RequiresErlang
class CrossingDialsIT {

  private static final int ROUNDS = 1000;

  /** One name that is less than the BEAM's and one that is greater: each rule wins once. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "z"})
  void oneLinkIsLeftOnEitherSideAThousandTimes(String basename) throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      BeamNode beam = nodes.beam(TestNodes.name("m"));
      RecordedLinks heard = new RecordedLinks();
      ErlangNode node = nodes.start(TestNodes.name(basename), heard);
      String sockets = sockets(beam);
      int begun = 0;
      int succeeded = 0;
      try {
        for (int i = 0; i < ROUNDS; i++) {
          begun += 2;
          CompletableFuture<String> theirs =
              CompletableFuture.supplyAsync(
                  () -> beam.eval("net_kernel:connect_node('" + node.name() + "')"),
                  task -> Thread.ofVirtual().start(task));
          Link link = node.connect(beam.name(), TestNodes.TIMEOUT);
          assertThat(theirs.get(20, TimeUnit.SECONDS))
              .as("dial %s of the BEAM", i)
              .isEqualTo("true");
          assertThat(node.links()).as("after dial %s", i).containsExactly(link);
          TestNodes.await(
              "nodeup", () -> beam.eval("nodes(hidden)").equals("['" + node.name() + "']"));
          succeeded += 2;
          assertThat(node.disconnect(beam.name())).isTrue();
          TestNodes.await("nodedown", () -> beam.eval("nodes(hidden)").equals("[]"));
        }
        heard.await("all losses", events -> count(heard, "lost") == count(heard, "up"));
      } finally {
        System.out.printf(
            "dials at one moment, Java %s and BEAM: %d begun, %d succeeded, %d links came up%n",
            basename.equals("a") ? "less" : "greater", begun, succeeded, count(heard, "up"));
      }
      assertThat(count(heard, "up")).as("one link per round").isEqualTo(ROUNDS);
      TestNodes.await("no socket is left on the BEAM", () -> sockets(beam).equals(sockets));
    }
  }

  private static long count(RecordedLinks heard, String kind) {
    return heard.all().stream().filter(event -> event.startsWith(kind)).count();
  }

  private static String sockets(BeamNode beam) {
    return beam.eval(
        "length([P || P <- erlang:ports(), {name, \"tcp_inet\"} =:= "
            + "erlang:port_info(P, name)])");
  }
}
