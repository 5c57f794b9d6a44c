package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two services of one name beside one BEAM, which holds the connection of one of them only. */
@RequiresErlang
@Timeout(120)
class DuplicateOwnNameIT {

  private static final NodeName NAME = new NodeName("nessie_cluster@127.0.0.1");
  private static final String QUERY = "app.svc.";
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Environment environment = Environment.system();
  private TestNodes nodes;
  private BeamNode beam;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    beam = nodes.beam(TestNodes.name("beam"));
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
    environment.close();
  }

  /** A service, and what it tells. */
  private final class Service implements AutoCloseable {
    final Queue<ClusterEvent> told = new ConcurrentLinkedQueue<>();
    final ErlangConnector connector = new ErlangConnector(NAME, true);
    final Discovery discovery;

    Service() throws Exception {
      FakeLookup lookup = new FakeLookup();
      lookup.addresses(QUERY, RecordType.A, "127.0.0.1");
      discovery =
          DnsCluster.create()
              .withQuery(new DnsQuery.Name(QUERY, new NodeName(beam.name()).basename()))
              .withInterval(INTERVAL)
              .withJitter(0)
              .withLogger(ClusterLogger.off())
              .withListener(told::add)
              .withResolver(new Resolver(NodeName::basename, connector, connector, lookup))
              .build(environment);
      connector.start(
          nodes.settings(NAME.text()).withEpmd(EpmdMode.NONE, nodes.epmd.port()),
          nodes.runtime,
          discovery.connectionListener());
      discovery.start();
    }

    List<ClusterEvent.NodeLost> losses() {
      return told.stream()
          .filter(ClusterEvent.NodeLost.class::isInstance)
          .map(ClusterEvent.NodeLost.class::cast)
          .toList();
    }

    boolean knowsWhy() {
      return discovery.snapshot().flapping().values().stream()
          .anyMatch(pattern -> pattern.cause() == ConnectCause.DUPLICATE_OWN_NAME);
    }

    @Override
    public void close() {
      discovery.close();
      connector.close();
    }
  }

  @Test
  void eachNamesTheOtherAndTheyCeaseToTakeTheConnectionAllTheTime() throws Exception {
    try (Service one = new Service();
        Service two = new Service()) {
      TestNodes.await("both know why", () -> one.knowsWhy() && two.knowsWhy());

      assertThat(one.losses()).as("named within few losses").hasSizeLessThanOrEqualTo(4);
      assertThat(two.losses()).hasSizeLessThanOrEqualTo(4);
      int before = one.losses().size() + two.losses().size();
      beam.eval("timer:sleep(12000)", BOUND); // 24 rounds of each
      assertThat(one.losses().size() + two.losses().size() - before).isBetween(1, 6);
      assertThat(one.losses().getLast().hint().orElseThrow()).contains("node.name");
    }
  }
}
