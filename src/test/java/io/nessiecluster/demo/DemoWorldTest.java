package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.connector.ErlangConnector;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.dns.DnsServer;
import io.nessiecluster.dns.DnsSettings;
import io.nessiecluster.dns.DnsjavaLookup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo's world, at addresses that only Linux has without asking. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DemoWorldTest {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final List<String> ADDRESSES = DemoFixture.addresses(44, 6);

  private final NodeRuntime runtime = DemoFixture.runtime();

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void theDnsNamesSixNodes() throws Exception {
    try (DemoWorld world =
        DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT)) {
      assertThat(world.nodeNames())
          .containsExactlyElementsOf(ADDRESSES.stream().map(each -> "app@" + each).toList());
      assertThat(lookup(world, DemoWorld.QUERY, RecordType.A).addresses())
          .containsExactlyElementsOf(ADDRESSES);
      assertThat(lookup(world, DemoWorld.QUERY, RecordType.AAAA).code()).isEqualTo("no_data");
      assertThat(lookup(world, "other.demo.svc.cluster.local.", RecordType.A).code())
          .isEqualTo("nxdomain");
    }
  }

  @Test
  void eachNodeIsKnownToAnEpmdAtItsAddress() throws Exception {
    try (DemoWorld world =
        DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT)) {
      EpmdClient epmd = new EpmdClient(world.epmdPort(), System::nanoTime);
      for (String address : ADDRESSES) {
        assertThat(epmd.lookup(InetAddress.ofLiteral(address), DemoWorld.BASENAME, BOUND))
            .as(address)
            .isNotNull();
      }
    }
  }

  @Test
  void allNodesTakeTheCookieButTheLast() throws Exception {
    NodeName self = new NodeName("watcher@127.0.44.1");
    try (DemoWorld world =
            DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT);
        ErlangConnector connector = new ErlangConnector(self, true)) {
      connector.start(
          NodeSettings.of(self.text(), world.cookie(), InetAddress.ofLiteral("127.0.44.1"))
              .withPort(0)
              .withEpmd(EpmdMode.NONE, world.epmdPort()),
          runtime,
          new Unheard());

      for (String address : ADDRESSES.subList(0, 5)) {
        connector.connect(NodeName.of("app", address), BOUND);
      }
      assertThatThrownBy(() -> connector.connect(NodeName.of("app", ADDRESSES.getLast()), BOUND))
          .isInstanceOfSatisfying(
              NodeConnectException.class,
              e -> assertThat(e.connectCause()).isEqualTo(ConnectCause.COOKIE_MISMATCH));
    }
  }

  @Test
  void whereAnEpmdHoldsTheUsualPortItTakesAnother() throws Exception {
    try (ServerSocket epmd = holdUsualPort();
        DemoWorld world =
            DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT)) {
      assertThat(epmd.isClosed()).isFalse();
      assertThat(world.epmdPort()).isNotEqualTo(NodeSettings.DEFAULT_EPMD_PORT);
      assertThat(world.nodeNames()).hasSize(6);
    }
  }

  @Test
  void anAddressThatCannotBeBoundIsLeftOut() throws Exception {
    List<String> withAStranger = List.of("127.0.44.2", "203.0.113.1", "127.0.44.4"); // RFC 5737
    try (DemoWorld world =
        DemoWorld.start(runtime, withAStranger, DemoStory.WATCHED, DemoFate.Times.DEFAULT)) {
      assertThat(world.nodeNames()).containsExactly("app@127.0.44.2", "app@127.0.44.4");
      assertThat(lookup(world, DemoWorld.QUERY, RecordType.A).addresses())
          .containsExactly("127.0.44.2", "127.0.44.4");
    }
  }

  @Test
  void closedItLeavesItsPortsToTheNext() throws Exception {
    DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT).close();

    assertThatCode(
            () -> {
              try (DemoWorld next =
                  DemoWorld.start(runtime, ADDRESSES, DemoStory.WATCHED, DemoFate.Times.DEFAULT)) {
                assertThat(next.nodeNames()).hasSize(6);
              }
            })
        .doesNotThrowAnyException();
  }

  /** The port is held by this test, or else by an EPMD of this machine. */
  private static ServerSocket holdUsualPort() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(LOOPBACK, NodeSettings.DEFAULT_EPMD_PORT));
    } catch (BindException e) {
      socket.bind(new InetSocketAddress(LOOPBACK, 0));
    }
    return socket;
  }

  private LookupOutcome lookup(DemoWorld world, String name, RecordType type)
      throws InterruptedException {
    DnsSettings settings =
        DnsSettings.defaults().withServers(List.of(DnsServer.parse(world.dnsServer())));
    return new DnsjavaLookup(settings, System::nanoTime).lookup(name, type);
  }

  private record Unheard() implements ConnectionListener {
    @Override
    public void connectionUp(NodeName node, NodeConnection link) {
      // connect() tells
    }

    @Override
    public void connectionLost(NodeName node, LossCause cause, String detail) {
      // connect() tells
    }
  }
}
