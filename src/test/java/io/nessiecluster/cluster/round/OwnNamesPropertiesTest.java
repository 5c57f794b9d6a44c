package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever nodes do under their own names, and whatever the DNS and EPMD say of them. */
class OwnNamesPropertiesTest {

  private static final List<String> ADDRESSES = List.of("10.0.0.5", "10.0.0.6", "10.0.0.7");

  /** The last one is what the target at the first address looks like. */
  private static final List<String> NAMES =
      List.of("rabbit@rabbit-0.nodes.svc", "rabbit@rabbit-1", "rabbit@10.0.0.5");

  private static final Duration GRACE = Duration.ofSeconds(60);

  /** A step in the life of a cluster; which node and which address, by numbers. */
  private record Step(Kind kind, int node, int address) {
    private enum Kind {
      START,
      START_AT_TWO,
      STOP,
      LOSE,
      DIALS_US,
      MUTE,
      UNMUTE,
      NAME_ALL,
      NAME_ALL_BUT,
      DNS_FAILS,
      ROUND,
      GRACE_PASSES
    }
  }

  /** The world beside the service: at each address at most one node. */
  private static final class World implements AutoCloseable {
    private final BeamsFixture started;
    private final DiscoveryFixture fixture;
    private final FakeBeams beams;
    private final Discovery discovery;
    private final Map<String, String> running = new HashMap<>(); // names by address

    World(String basename, boolean asksEpmd) {
      started = new BeamsFixture(asksEpmd);
      started.start(basename, ADDRESSES.toArray(String[]::new));
      fixture = started.world;
      beams = started.beams;
      discovery = started.discovery();
    }

    void play(Step step) throws Exception {
      String address = ADDRESSES.get(step.address());
      String name = NAMES.get(step.node());
      switch (step.kind()) {
        case START -> start(name, address);
        case START_AT_TWO ->
            start(name, address, ADDRESSES.get((step.address() + 1) % ADDRESSES.size()));
        case STOP -> stop(address);
        case LOSE -> beams.lose(new NodeName(name));
        case DIALS_US -> {
          if (running.containsValue(name) && beams.linkedAt(name).isEmpty()) {
            beams.dialsUs(name);
          }
        }
        case MUTE -> beams.mute(address, true);
        case UNMUTE -> beams.mute(address, false);
        case NAME_ALL -> name(ADDRESSES);
        case NAME_ALL_BUT ->
            name(ADDRESSES.stream().filter(other -> !other.equals(address)).toList());
        case DNS_FAILS -> fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
        case ROUND -> round();
        case GRACE_PASSES -> fixture.time.advance(GRACE);
      }
    }

    private void start(String name, String... addresses) {
      if (List.of(addresses).stream().noneMatch(running::containsKey)) {
        beams.start(name, addresses);
        List.of(addresses).forEach(address -> running.put(address, name));
      }
    }

    private void stop(String address) {
      String name = running.get(address);
      if (name != null) {
        running.keySet().removeIf(other -> beams.sharesNode(other, address));
        beams.stop(name, address);
      }
    }

    void name(List<String> addresses) {
      started.name(addresses.toArray(String[]::new));
    }

    void round() throws Exception {
      Set<NodeName> linked = new HashSet<>(beams.nodes());
      Map<NodeName, Optional<String>> places = new HashMap<>();
      linked.forEach(node -> places.put(node, beams.linkedAt(node.text())));
      int before = beams.dials().size();
      fixture.round();
      List<NodeName> dials = beams.dials().subList(before, beams.dials().size());
      assertThat(dials).doesNotHaveDuplicates();
      places.forEach(
          (node, place) ->
              place.ifPresent(
                  address -> assertThat(dials).doesNotContain(BeamsFixture.target(address))));
      assertConsistent();
    }

    void assertConsistent() {
      DiscoverySnapshot snapshot = discovery.snapshot();
      Set<NodeName> linked = new HashSet<>(beams.nodes());
      linked.remove(SELF);
      assertThat(connected(snapshot)).isEqualTo(linked);
      assertThat(snapshot.nodes()).extracting(KnownNode::name).doesNotHaveDuplicates();
      assertThat(snapshot.nodes())
          .as("named, vanished or connected: nobody else is known")
          .allMatch(
              node ->
                  !node.discoveredBy().isEmpty()
                      || node.vanishedAt().isPresent()
                      || node.isConnected());
      assertHistoriesLeadToTheStates(snapshot);
    }

    private void assertHistoriesLeadToTheStates(DiscoverySnapshot snapshot) {
      for (KnownNode node : snapshot.nodes()) {
        assertThat(discovery.historyOf(node.name()))
            .as("the history of %s", node.name())
            .first()
            .extracting(NodeRecord::state)
            .isEqualTo(node.state());
      }
    }

    private static Set<NodeName> connected(DiscoverySnapshot snapshot) {
      return snapshot.nodes().stream()
          .filter(KnownNode::isConnected)
          .map(KnownNode::name)
          .collect(Collectors.toSet());
    }

    @Override
    public void close() throws InterruptedException {
      started.close();
    }
  }

  @Property(tries = 600)
  void itStaysConsistentDialsNobodyTwiceAndMeetsEveryoneInTheEnd(
      @ForAll("lives") List<Step> steps, @ForAll boolean any, @ForAll boolean asksEpmd)
      throws Exception {
    try (World world = new World(any ? "*" : "rabbit", asksEpmd)) {
      for (Step step : steps) {
        world.play(step);
      }
      ADDRESSES.forEach(address -> world.beams.mute(address, false));
      world.name(ADDRESSES);
      for (int round = 0; round < 3; round++) {
        world.round();
      }

      Set<NodeName> alive =
          world.running.values().stream().map(NodeName::new).collect(Collectors.toSet());
      assertThat(World.connected(world.discovery.snapshot())).isEqualTo(alive);

      List.copyOf(world.running.keySet()).forEach(world::stop);
      world.fixture.lookup.remove(QUERY);
      world.round();
      world.fixture.time.advance(GRACE);
      world.round();
      assertThat(world.discovery.snapshot().nodes()).as("nothing is left").isEmpty();
    }
  }

  @Provide
  Arbitrary<List<Step>> lives() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.of(Step.Kind.class),
                Arbitraries.of(Step.Kind.START, Step.Kind.STOP, Step.Kind.ROUND)),
            Arbitraries.integers().between(0, NAMES.size() - 1),
            Arbitraries.integers().between(0, ADDRESSES.size() - 1))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }
}
