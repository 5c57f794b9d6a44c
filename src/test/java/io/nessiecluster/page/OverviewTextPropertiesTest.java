package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.rest.MeshSnapshots;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever others say, it fits into a terminal and does nothing to it. */
class OverviewTextPropertiesTest {

  @Provide
  Arbitrary<String> hostile() {
    return PageTexts.hostile();
  }

  @Provide
  Arbitrary<List<String>> names() {
    return PageTexts.hostile().list().uniqueElements().ofMaxSize(60);
  }

  @Provide
  Arbitrary<MeshSnapshot> meshes() {
    return Arbitraries.of(
        MeshSnapshots.off(), MeshSnapshots.before(), MeshSnapshots.whole(3), MeshSnapshots.split());
  }

  @Property(tries = 200)
  void theTextIsPlainLinesOfAHundredColumns(
      @ForAll("names") List<String> names,
      @ForAll("hostile") String said,
      @ForAll("meshes") MeshSnapshot mesh,
      @ForAll DiscoveryState state,
      @ForAll @IntRange(min = 0) int seconds) {
    OverviewBuilder overview =
        new OverviewBuilder()
            .state(state)
            .mesh(mesh)
            .self(new OwnNode(new NodeName(said), false, true, 0, List.of(said)))
            .answer(RecordType.A, 1)
            .noAnswer(RecordType.SRV, LookupOutcome.Reason.TIMEOUT, said)
            .lookup(
                said,
                RecordType.A,
                new LookupOutcome.NoAnswer(LookupOutcome.Reason.NXDOMAIN, said));
    for (String name : names) {
      if (name.length() % 2 == 0) {
        overview.connected(name, Duration.ofSeconds(seconds));
      } else {
        overview.failing(
            name, Duration.ofSeconds(seconds), ConnectCause.PROTOCOL_ERROR, said, name.length());
      }
    }

    String text = overview.text();

    assertThat(text).endsWith("\n").doesNotEndWith("\n\n");
    assertThat(text.lines()).allSatisfy(OverviewTextPropertiesTest::assertIsALineOfATerminal);
  }

  @Property(tries = 300)
  void anEventIsOneSuchLine(@ForAll("hostile") String name, @ForAll("hostile") String said) {
    NodeName node = new NodeName(name);
    String line =
        EventLine.of(
            new ClusterEvent.NodeLost(OverviewBuilder.AT, node, LossCause.CONNECTION_RESET, said));

    assertIsALineOfATerminal(line);
    assertThat(line).startsWith("2026-11-30T10:00:00Z  node-lost        ");
  }

  private static void assertIsALineOfATerminal(String line) {
    assertThat(PageTexts.columns(line)).as(line).isLessThanOrEqualTo(100);
    assertThat(Printable.shows(line)).as(line).isTrue();
    assertThat(line).doesNotEndWith(" ");
  }
}
