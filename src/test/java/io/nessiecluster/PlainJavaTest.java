package io.nessiecluster;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DiscoveryResult;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.DnsjavaLookup;
import io.nessiecluster.dns.TestDnsServer;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine in plain Java, composed by hand: the way of who has no Quarkus. */
@Timeout(60)
class PlainJavaTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final String QUERY = "peers.svc.";
  private static final NodeName SELF = new NodeName("plain@127.0.0.1");
  private static final NodeName PEER = new NodeName("peer@127.0.0.1");

  @Test
  void itDiscoversAndConnectsAndStops() throws Exception {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        TestDnsServer dns = TestDnsServer.start();
        ErlangConnector peer = new ErlangConnector(PEER, false);
        ErlangConnector self = new ErlangConnector(SELF, true)) {
      NodeRuntime runtime =
          new NodeRuntime(
              Clock.systemUTC(),
              System::nanoTime,
              new SecureRandom(),
              Thread.ofVirtual().factory(),
              timer);
      try (EpmdServer epmd =
          EpmdServer.bind(
              LOOPBACK, 0, runtime.threads(), timer, runtime.random(), EpmdServer.Limits.DEFAULT)) {
        dns.addresses(QUERY, "127.0.0.1");
        peer.start(settings(PEER, epmd), runtime, new Unheard());

        Discovery discovery =
            DnsCluster.create()
                .withQuery(new DnsQuery.Name(QUERY, PEER.basename()))
                .withInterval(Duration.ofHours(1))
                .withResolver(
                    new Resolver(
                        NodeName::basename,
                        self,
                        self,
                        new DnsjavaLookup(
                            DnsSettings.defaults().withServers(List.of(dns.address())),
                            System::nanoTime)))
                .build(
                    new Environment(
                        runtime.clock(), System::nanoTime, new SecureRandom(), executor));
        self.start(settings(SELF, epmd), runtime, discovery.connectionListener());
        discovery.start();
        DiscoveryResult result = discovery.discoverNodes(BOUND);

        assertThat(result.nodes()).containsExactly(SELF, PEER);
        assertThat(result.errors()).isEmpty();
        assertThat(discovery.hasRan()).isTrue();
        eventually("the peer sees the link", () -> peer.nodes().contains(SELF));

        assertThat(discovery.stop(BOUND)).isTrue();
        assertThat(discovery.state()).isEqualTo(DiscoveryState.STOPPED);
        self.close();
        eventually("the peer sees the end", () -> !peer.nodes().contains(SELF));
        assertThat(self.ownNode().alive()).isFalse();
        peer.close();
        eventually("EPMD knows nobody", () -> epmd.registered().isEmpty());
      }
      executor.shutdown();
      assertThat(executor.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void noFrameworkIsInvolved() {
    List<String> used =
        new ClassFileImporter()
                .importPackages(
                    "io.nessiecluster.cluster",
                    "io.nessiecluster.base",
                    "io.nessiecluster.mesh",
                    "io.nessiecluster.connector",
                    "io.nessiecluster.dns",
                    "io.nessiecluster.distribution")
                .stream()
                .filter(PlainJavaTest::isOfMain)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(
                    dependency ->
                        dependency.getTargetClass().getBaseComponentType().getPackageName())
                .filter(name -> !name.isEmpty()) // of primitives
                .distinct()
                .toList();

    assertThat(used)
        .isNotEmpty()
        .allMatch(
            name ->
                name.matches(
                    "java\\..*|javax\\.net\\.ssl|org\\.jspecify\\..*|org\\.xbill\\.DNS.*"
                        // annotations for native images alone; nobody needs them at run time
                        + "|com\\.oracle\\.svm\\.core\\.annotate"
                        + "|io\\.nessiecluster\\.(base|cluster|connector|dns|distribution|mesh).*"));
  }

  private static boolean isOfMain(JavaClass type) {
    return type.getSource().orElseThrow().getUri().toString().contains("/classes/")
        && !type.getSource().orElseThrow().getUri().toString().contains("/test-classes/");
  }

  private static NodeSettings settings(NodeName name, EpmdServer epmd) {
    return NodeSettings.of(name.text(), Cookie.of("plain-java"), LOOPBACK)
        .withPort(0)
        .withEpmd(EpmdMode.EXTERNAL, epmd.port());
  }

  /** Nobody listens to the peer's links: the test asks the peer itself. */
  private record Unheard() implements ConnectionListener {
    @Override
    public void connectionUp(NodeName node, NodeConnection link) {
      // asked for by nodes()
    }

    @Override
    public void connectionLost(NodeName node, LossCause cause, String detail) {
      // asked for by nodes()
    }
  }
}
