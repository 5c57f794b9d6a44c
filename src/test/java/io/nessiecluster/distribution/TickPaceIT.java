package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A BEAM whose {@code net_ticktime} is a fraction of this node's. */
@RequiresErlang
class TickPaceIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void keepsItsLinkWhicheverSideDialled() throws Exception {
    BeamNode dialled = nodes.beam(TestNodes.name("dialled"), "-kernel", "net_ticktime", "4");
    BeamNode dialling = nodes.beam(TestNodes.name("dialling"), "-kernel", "net_ticktime", "8");
    ErlangNode node = nodes.start(TestNodes.name("us"), heard); // at 60 s
    node.connect(dialled.name(), TestNodes.TIMEOUT);
    assertThat(dialling.eval("net_kernel:connect_node('" + node.name() + "')")).isEqualTo("true");

    dialling.eval("timer:sleep(20000)", BOUND);

    assertThat(heard.all())
        .containsExactlyInAnyOrder(
            "up " + dialled.name() + " INITIATED", "up " + dialling.name() + " ACCEPTED");
    assertThat(dialled.eval("nodes(hidden)")).isEqualTo("['" + node.name() + "']");
  }

  /** It writes, so that it need not tick; and this node has nothing to answer. */
  @Test
  void keepsItsLinkThoughItOnlyWrites() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"), "-kernel", "net_ticktime", "4");
    ErlangNode node = nodes.start(TestNodes.name("us"), heard);
    node.connect(beam.name(), TestNodes.TIMEOUT);

    beam.eval(
        "[begin {nobody, '"
            + node.name()
            + "'} ! hello, timer:sleep(100) end || _ <- lists:seq(1, 120)]",
        BOUND);

    assertThat(heard.all()).containsExactly("up " + beam.name() + " INITIATED");
  }

  @Test
  void isFollowedWhenItsTickTimeIsSetAnew() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"), "-kernel", "net_ticktime", "60");
    ErlangNode node = nodes.start(TestNodes.name("us"), heard);
    node.connect(beam.name(), TestNodes.TIMEOUT);
    assertThat(beam.eval("net_kernel:set_net_ticktime(4, 0)")).isEqualTo("change_initiated");

    beam.eval("timer:sleep(12000)", BOUND);

    assertThat(heard.all()).containsExactly("up " + beam.name() + " INITIATED");
  }
}
