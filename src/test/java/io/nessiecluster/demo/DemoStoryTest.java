package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.Vitals;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The service's own questions get what {@link DemoStory} tells. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DemoStoryTest {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final String SELF = "127.0.47.1";

  private final NodeRuntime runtime = DemoFixture.runtime();
  private final ErlangConnector connector = new ErlangConnector(NodeName.of("watcher", SELF), true);
  private final MeshCalls calls = connector.meshCalls();
  private DemoWorld world;
  private List<NodeName> names;

  @BeforeEach
  void open() throws Exception {
    world =
        DemoWorld.start(
            runtime, DemoFixture.addresses(47, 6), DemoStory.WATCHED, DemoFate.Times.DEFAULT);
    names = world.nodeNames().stream().map(NodeName::new).toList();
    connector.start(
        NodeSettings.of("watcher@" + SELF, world.cookie(), InetAddress.ofLiteral(SELF))
            .withPort(0)
            .withEpmd(EpmdMode.NONE, world.epmdPort()),
        runtime,
        new Deaf());
    for (NodeName name : names.subList(0, 5)) {
      connector.connect(name, BOUND);
    }
  }

  @AfterEach
  void close() {
    connector.close();
    world.close();
    runtime.close();
  }

  private List<Integer> seenBy(int node) throws Exception {
    return calls.view(names.get(node), BOUND).sightings().stream()
        .filter(sighting -> !sighting.hidden())
        .map(Sighting::node)
        .map(names::indexOf)
        .sorted()
        .toList();
  }

  @Test
  void thereAreTwoIslandsInOneOfWhichAPairIsNotLinked() throws Exception {
    assertThat(seenBy(0)).containsExactly(1);
    assertThat(seenBy(1)).containsExactly(0, 2);
    assertThat(seenBy(2)).containsExactly(1);
    assertThat(seenBy(3)).containsExactly(4);
    assertThat(seenBy(4)).containsExactly(3);
  }

  @Test
  void oneIsOfAnotherRelease() throws Exception {
    MemberFacts usual =
        new MemberFacts(
            "27", Duration.ofDays(1), Optional.of("app"), Optional.of("1.4.2"), 60, true, true);

    assertThat(calls.facts(names.get(0), BOUND)).isEqualTo(usual);
    assertThat(calls.facts(names.get(4), BOUND)).isEqualTo(usual);
    assertThat(calls.facts(names.get(1), BOUND).releaseVersion()).hasValue("1.4.3");
  }

  @Test
  void eachIsWellAndEachIslandHasALeader() throws Exception {
    Vitals vitals = calls.vitals(names.get(0), BOUND);

    assertThat(vitals.processes().share()).isLessThan(0.8);
    assertThat(vitals.mnesia()).isEmpty();
    assertThat(vitals.locks()).isEmpty();
    assertThat(vitals.globalNames()).isEqualTo(1);
    assertThat(calls.globalNames(names.get(0), BOUND))
        .isEqualTo(calls.globalNames(names.get(3), BOUND))
        .hasSize(1);
  }

  @Test
  void theWayOfThePairIsBlockedInOneDirection() throws Exception {
    assertThat(calls.reach(names.get(0), names.get(2), BOUND).cause())
        .isEqualTo(LinkCause.CONNECT_TIMEOUT);
    assertThat(calls.reach(names.get(2), names.get(0), BOUND).cause())
        .isEqualTo(LinkCause.REACHABLE);
    assertThat(calls.reach(names.get(0), names.get(3), BOUND).cause())
        .isEqualTo(LinkCause.REACHABLE);
  }

  @Test
  void nodesConnectWhenTheyAreAskedToButNotByABlockedWay() throws Exception {
    assertThat(calls.connect(names.get(0), names.get(2), BOUND)).isFalse();
    assertThat(calls.connect(names.get(4), names.get(1), BOUND)).isTrue();

    assertThat(seenBy(0)).containsExactly(1, 3, 4);
    assertThat(seenBy(3)).containsExactly(0, 1, 2, 4);
  }

  private record Deaf() implements ConnectionListener {
    @Override
    public void connectionUp(NodeName node, NodeConnection link) {
      // connect() tells
    }

    @Override
    public void connectionLost(NodeName node, LossCause cause, String detail) {
      // nobody is lost here
    }
  }
}
