package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.FreePort;
import io.nessiecluster.distribution.Ipv6Loopback;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.Reach;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real BEAM finds on its way to another one, and that nobody is connected by it. */
@RequiresErlang
@Timeout(120)
class ErlangMeshReachIT {

  private static final Duration STEP = Duration.ofSeconds(1);

  private AskedBeams beams;

  @BeforeEach
  void open() throws Exception {
    beams = new AskedBeams();
  }

  @AfterEach
  void close() throws Exception {
    beams.close();
  }

  @Test
  void whatAMemberFindsOnTheWayIsToldInTheWordsOfConnects() throws Exception {
    NodeName from = beams.start();
    NodeName unknown = new NodeName("nosuchname@127.0.0.1");
    NodeName deserted = new NodeName("app@127.0.0.77");
    NodeName nowhere = new NodeName("app@nosuchhost.invalid");
    int closed = FreePort.find();
    beams.nodes.register(TestNodes.LOOPBACK, "closed", closed, NodeType.NORMAL);

    assertThat(beams.calls.reach(from, from, STEP).cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(beams.calls.reach(from, unknown, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.NAME_NOT_REGISTERED,
                "the EPMD at 127.0.0.1:%d does not know nosuchname"
                    .formatted(beams.nodes.epmd.port())));
    assertThat(beams.calls.reach(from, new NodeName("closed@127.0.0.1"), STEP))
        .isEqualTo(
            new Reach(
                LinkCause.CONNECTION_REFUSED,
                "127.0.0.1:%d refuses the connection".formatted(closed)));
    assertThat(beams.calls.reach(from, deserted, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.EPMD_UNREACHABLE,
                "127.0.0.77:%d refuses the connection".formatted(beams.nodes.epmd.port())));
    assertThat(beams.calls.reach(from, nowhere, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.EPMD_UNREACHABLE,
                "the host nosuchhost.invalid is not known to the member"));
  }

  /** As a firewall that drops: a listener that accepts nothing has its queue full after two. */
  @Test
  void whoSwallowsConnectionsIsATimeout() throws Exception {
    NodeName from = beams.start();
    InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.78");
    try (ServerSocket epmd = new ServerSocket(beams.nodes.epmd.port(), 1, elsewhere);
        ServerSocket node = new ServerSocket(0, 1, TestNodes.LOOPBACK)) {
      fill(epmd);
      fill(node);
      beams.nodes.register(TestNodes.LOOPBACK, "walled", node.getLocalPort(), NodeType.NORMAL);
      Duration shortly = Duration.ofMillis(200);

      assertThat(beams.calls.reach(from, new NodeName("app@127.0.0.78"), shortly))
          .isEqualTo(
              new Reach(
                  LinkCause.EPMD_TIMEOUT,
                  "no answer from 127.0.0.78:%d in 200 ms".formatted(beams.nodes.epmd.port())));
      assertThat(beams.calls.reach(from, new NodeName("walled@127.0.0.1"), shortly))
          .isEqualTo(
              new Reach(
                  LinkCause.CONNECT_TIMEOUT,
                  "no answer from 127.0.0.1:%d in 200 ms".formatted(node.getLocalPort())));
    }
  }

  @Test
  void theWayOverIpv6IsTriedToo() throws Exception {
    Ipv6Loopback.require();
    NodeName from = beams.start();
    beams.nodes.epmdAt(Ipv6Loopback.ADDRESS);
    NodeName to = beams.named(new NodeName("app@::1"));

    Reach reach = beams.calls.reach(from, to, STEP);

    assertThat(reach.cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(reach.detail()).matches("\\[::1]:\\d+ accepts connections");
    assertThat(beams.calls.reach(from, new NodeName("nosuchname@::1"), STEP).cause())
        .isEqualTo(LinkCause.NAME_NOT_REGISTERED);
  }

  @Test
  void tryingTheWayLeavesNothingOpenAndNothingInAnyLog(@TempDir Path logs) throws Exception {
    String file = "\"" + logs + "/\" ++ atom_to_list(node())";
    NodeName from = beams.start();
    NodeName to = beams.start();
    for (NodeName each : List.of(from, to)) {
      assertThat(
              beams.eval(
                  each,
                  "logger:set_primary_config(level, all), logger:add_handler(seen, logger_std_h,"
                      + " #{config => #{file => "
                      + file
                      + "}})"))
          .isEqualTo("ok");
      assertThat(beams.eval(each, "logger:notice(\"a marker\")")).isEqualTo("ok");
    }
    String ports = "erlang:system_info(port_count)";
    String before = beams.eval(from, ports);
    String beforeAtTarget = beams.eval(to, ports);
    NodeName closed = new NodeName("closed@127.0.0.1");
    beams.nodes.register(TestNodes.LOOPBACK, "closed", FreePort.find(), NodeType.NORMAL);

    for (int i = 0; i < 200; i++) {
      assertThat(beams.calls.reach(from, to, STEP).cause()).isEqualTo(LinkCause.REACHABLE);
      assertThat(beams.calls.reach(from, closed, STEP).cause())
          .isEqualTo(LinkCause.CONNECTION_REFUSED);
    }

    TestNodes.await("no port is left", () -> beams.eval(from, ports).equals(before));
    TestNodes.await("none there either", () -> beams.eval(to, ports).equals(beforeAtTarget));
    assertThat(beams.sees(from, to)).isFalse();
    for (NodeName each : List.of(from, to)) {
      String log =
          beams.eval(
              each,
              "ok = logger_std_h:filesync(seen), {ok, Log} = file:read_file(" + file + "), Log");
      assertThat(log)
          .contains("a marker")
          .doesNotContain("\\n2")
          .doesNotContainIgnoringCase("connect");
    }
  }

  @Test
  void whereAllListenAtOnePortNobodyAsksEpmd() throws Exception {
    int port = FreePort.find();
    String listen = Integer.toString(port);
    NodeName member =
        beams.start("-kernel", "inet_dist_listen_min", listen, "inet_dist_listen_max", listen);
    NodeName deserted = new NodeName("app@127.0.0.77");
    ErlangConnector other = new ErlangConnector(new NodeName(TestNodes.name("us")), true);
    try (other) {
      other.start(
          beams
              .nodes
              .settings(other.ownNode().name().text())
              .withEpmd(EpmdMode.NONE, beams.nodes.epmd.port())
              .withPeerPort(port),
          beams.nodes.runtime,
          AskedBeams.NOBODY);
      other.connect(member, AskedBeams.TIMEOUT);

      assertThat(other.meshCalls().reach(member, member, STEP))
          .isEqualTo(
              new Reach(LinkCause.REACHABLE, "127.0.0.1:%d accepts connections".formatted(port)));
      assertThat(other.meshCalls().reach(member, deserted, STEP))
          .isEqualTo(
              new Reach(
                  LinkCause.CONNECTION_REFUSED,
                  "127.0.0.77:%d refuses the connection".formatted(port)));
      assertThat(other.meshCalls().counts()).containsEntry("erl_epmd:port_please/3", 0L);
    }
  }

  private void fill(ServerSocket server) throws Exception {
    for (int i = 0; i < 2; i++) {
      beams.nodes.closeLater(new Socket(server.getInetAddress(), server.getLocalPort()));
    }
  }
}
