package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.Ipv6Loopback;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshCallsContract;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.Vitals;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real BEAMs are asked: the contract, and what is Erlang's. */
@RequiresErlang
@Timeout(120)
class ErlangMeshCallsIT extends MeshCallsContract {

  private static final Duration STEP = Duration.ofSeconds(1);

  /** Nobody needs to hear of connections here. */
  private static final ConnectionListener NOBODY =
      new ConnectionListener() {
        @Override
        public void connectionUp(NodeName peer, NodeConnection connection) {}

        @Override
        public void connectionLost(NodeName peer, LossCause cause, String detail) {}
      };

  private final NodeName us = new NodeName(TestNodes.name("us"));
  private final Map<NodeName, BeamNode> beams = new HashMap<>();
  private final ErlangConnector connector = new ErlangConnector(us, true);
  private final MeshCalls calls = connector.meshCalls();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    connector.start(
        nodes.settings(us.text()).withEpmd(EpmdMode.NONE, nodes.epmd.port()),
        nodes.runtime,
        NOBODY);
  }

  @AfterEach
  void close() throws Exception {
    connector.close();
    nodes.close();
  }

  @Override
  protected MeshCalls calls() {
    return calls;
  }

  @Override
  protected NodeName start() throws Exception {
    return start(new String[0]);
  }

  private NodeName start(String... options) throws Exception {
    NodeName name = new NodeName(TestNodes.name("app"));
    beams.put(name, nodes.beam(name.text(), options));
    connector.connect(name, TIMEOUT);
    return name;
  }

  @Override
  protected void stop(NodeName node) throws Exception {
    beams.get(node).kill();
    TestNodes.await("the link is lost", () -> !connector.nodes().contains(node));
  }

  private String eval(NodeName node, String expressions) {
    return beams.get(node).eval(expressions);
  }

  private static String atom(NodeName node) {
    return "'" + node + "'";
  }

  private boolean sees(NodeName node, NodeName other) {
    return eval(node, "lists:member(%s, nodes(connected))".formatted(atom(other))).equals("true");
  }

  private void awaitBoth(NodeName one, NodeName other, boolean connected) throws Exception {
    TestNodes.await(
        "both say " + connected,
        () -> sees(one, other) == connected && sees(other, one) == connected);
  }

  @Override
  protected void connect(NodeName one, NodeName other) throws Exception {
    assertThat(eval(one, "net_kernel:connect_node(%s)".formatted(atom(other)))).isEqualTo("true");
    awaitBoth(one, other, true);
  }

  @Override
  protected void disconnect(NodeName one, NodeName other) throws Exception {
    eval(one, "erlang:disconnect_node(%s)".formatted(atom(other)));
    awaitBoth(one, other, false);
  }

  @Override
  protected NodeName connectWithHidden(NodeName node) throws Exception {
    NodeName hidden = new NodeName(TestNodes.name("shell"));
    beams.put(hidden, nodes.beam(hidden.text(), "-hidden"));
    connect(hidden, node);
    return hidden;
  }

  @Override
  protected void registerGlobally(NodeName node, String name) {
    assertThat(eval(node, "global:register_name(%s, whereis(init))".formatted(name)))
        .isEqualTo("yes");
  }

  @Override
  protected void freeze(NodeName node) throws Exception {
    beams.get(node).freeze();
  }

  @Override
  protected void thaw(NodeName node) throws Exception {
    beams.get(node).thaw();
  }

  @Test
  void connectionsHaveNumbersThatAMemberHandsOut() throws Exception {
    NodeName one = start();
    NodeName other = start();
    connect(one, other);

    assertThat(calls.view(one, TIMEOUT).sightings())
        .hasSize(2)
        .allSatisfy(sighting -> assertThat(sighting.connection()).isPositive())
        .extracting(Sighting::node, Sighting::hidden)
        .containsExactlyInAnyOrder(tuple(us, true), tuple(other, false));
  }

  @Test
  void factsAreThoseOfTheCommandLineAndTheEnvironment() throws Exception {
    MemberFacts facts =
        calls.facts(
            start(
                "-kernel",
                "net_ticktime",
                "8",
                "-kernel",
                "prevent_overlapping_partitions",
                "false",
                "-connect_all",
                "false",
                "-env",
                "RELEASE_NAME",
                "shop",
                "-env",
                "RELEASE_VSN",
                "1.2.3-rc.1+b"),
            TIMEOUT);

    assertThat(facts)
        .isEqualTo(
            new MemberFacts(
                facts.otpRelease(),
                Optional.of("shop"),
                Optional.of("1.2.3-rc.1+b"),
                8,
                false,
                false));
    assertThat(facts.otpRelease()).matches("\\d\\d");
  }

  @Test
  void withoutAReleaseThereIsNone() throws Exception {
    MemberFacts facts = calls.facts(start(), TIMEOUT);

    assertThat(facts.releaseName()).isEmpty();
    assertThat(facts.releaseVersion()).isEmpty();
  }

  @Test
  void aTickTimeThatIsChangingIsTheComingOne() throws Exception {
    NodeName member = start();
    assertThat(eval(member, "net_kernel:set_net_ticktime(20, 30)")).isEqualTo("change_initiated");

    assertThat(calls.facts(member, TIMEOUT).netTickTimeSeconds()).isEqualTo(20);
  }

  @Test
  void aMemberWithoutASettingHasTheDefaultOfItsRelease() throws Exception {
    NodeName member = start("-connect_all", "false");
    eval(member, "application:unset_env(kernel, connect_all)"); // as before OTP 25
    eval(member, "application:unset_env(kernel, prevent_overlapping_partitions)");

    MemberFacts facts = calls.facts(member, TIMEOUT);

    assertThat(facts.connectAll()).isFalse();
    assertThat(facts.preventOverlappingPartitions()).isTrue();
  }

  @Test
  void vitalsAreThoseOfTheMember() throws Exception {
    NodeName member = start();
    registerGlobally(member, "leader");
    assertThat(eval(member, "global:set_lock({[\"a\",1], <<\"me\">>}, [node()])"))
        .isEqualTo("true");

    Vitals vitals = calls.vitals(member, TIMEOUT);

    assertThat(vitals.processes().limit())
        .isEqualTo(Long.parseLong(eval(member, "erlang:system_info(process_limit)")));
    assertThat(vitals.atoms().limit())
        .isEqualTo(Long.parseLong(eval(member, "erlang:system_info(atom_limit)")));
    assertThat(vitals.ports().limit())
        .isEqualTo(Long.parseLong(eval(member, "erlang:system_info(port_limit)")));
    assertThat(vitals.globalNames()).isEqualTo(1);
    assertThat(vitals.locks()).containsExactly(new Vitals.GlobalLock("[\"a\",1]", "<<\"me\">>"));
  }

  @Test
  void noMoreThanTheFirstLocksAreTold() throws Exception {
    NodeName member = start();
    eval(member, "[global:set_lock({N, self()}, [node()]) || N <- lists:seq(1, 100)]");

    assertThat(calls.vitals(member, TIMEOUT).locks()).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void mnesiaIsAskedOnlyWhereItRunsAndItsCodeIsLoadedNowhereElse() throws Exception {
    NodeName one = start();
    NodeName other = start();
    assumeTrue(
        !eval(one, "code:which(mnesia)").equals("non_existing"),
        "N/A on this machine: no mnesia (Debian: apt-get install erlang-mnesia)");
    assertThat(calls.vitals(one, TIMEOUT).mnesia()).isEmpty();
    assertThat(eval(one, "code:is_loaded(mnesia)")).isEqualTo("false");
    connect(one, other);
    assertThat(eval(one, "application:start(mnesia)")).isEqualTo("ok");
    assertThat(eval(other, "application:start(mnesia)")).isEqualTo("ok");
    assertThat(eval(one, "mnesia:change_config(extra_db_nodes, [%s])".formatted(atom(other))))
        .isEqualTo("{ok,[%s]}".formatted(atom(other)));
    Set<NodeName> both = Set.of(one, other);
    assertThat(calls.vitals(one, TIMEOUT).mnesia()).hasValue(new Vitals.MnesiaNodes(both, both));

    assertThat(eval(other, "application:stop(mnesia)")).isEqualTo("ok");

    TestNodes.await("mnesia runs at one alone", () -> running(one).equals(Set.of(one)));
    assertThat(calls.vitals(other, TIMEOUT).mnesia()).isEmpty();
  }

  private Set<NodeName> running(NodeName member) {
    try {
      return calls.vitals(member, TIMEOUT).mnesia().orElseThrow().running();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatAMemberFindsOnTheWayIsToldInTheWordsOfConnects() throws Exception {
    NodeName from = start();
    NodeName unknown = new NodeName("nosuchname@127.0.0.1");
    NodeName deserted = new NodeName("app@127.0.0.77");
    NodeName nowhere = new NodeName("app@nosuchhost.invalid");
    int closed = closedPort();
    nodes.register(TestNodes.LOOPBACK, "closed", closed, NodeType.NORMAL);

    assertThat(calls.reach(from, from, STEP).cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(calls.reach(from, unknown, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.NAME_NOT_REGISTERED,
                "the EPMD at 127.0.0.1:%d does not know nosuchname".formatted(nodes.epmd.port())));
    assertThat(calls.reach(from, new NodeName("closed@127.0.0.1"), STEP))
        .isEqualTo(
            new Reach(
                LinkCause.CONNECTION_REFUSED,
                "127.0.0.1:%d refuses the connection".formatted(closed)));
    assertThat(calls.reach(from, deserted, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.EPMD_UNREACHABLE,
                "127.0.0.77:%d refuses the connection".formatted(nodes.epmd.port())));
    assertThat(calls.reach(from, nowhere, STEP))
        .isEqualTo(
            new Reach(
                LinkCause.EPMD_UNREACHABLE,
                "the host nosuchhost.invalid is not known to the member"));
  }

  /** As a firewall that drops: a listener that accepts nothing has its queue full after two. */
  @Test
  void whoSwallowsConnectionsIsATimeout() throws Exception {
    NodeName from = start();
    InetAddress elsewhere = InetAddress.ofLiteral("127.0.0.78");
    try (ServerSocket epmd = new ServerSocket(nodes.epmd.port(), 1, elsewhere);
        ServerSocket node = new ServerSocket(0, 1, TestNodes.LOOPBACK)) {
      fill(epmd);
      fill(node);
      nodes.register(TestNodes.LOOPBACK, "walled", node.getLocalPort(), NodeType.NORMAL);
      Duration shortly = Duration.ofMillis(200);

      assertThat(calls.reach(from, new NodeName("app@127.0.0.78"), shortly))
          .isEqualTo(
              new Reach(
                  LinkCause.EPMD_TIMEOUT,
                  "no answer from 127.0.0.78:%d in 200 ms".formatted(nodes.epmd.port())));
      assertThat(calls.reach(from, new NodeName("walled@127.0.0.1"), shortly))
          .isEqualTo(
              new Reach(
                  LinkCause.CONNECT_TIMEOUT,
                  "no answer from 127.0.0.1:%d in 200 ms".formatted(node.getLocalPort())));
    }
  }

  private void fill(ServerSocket server) throws Exception {
    for (int i = 0; i < 2; i++) {
      nodes.closeLater(new Socket(server.getInetAddress(), server.getLocalPort()));
    }
  }

  @Test
  void theWayOverIpv6IsTriedToo() throws Exception {
    Ipv6Loopback.require();
    NodeName from = start();
    nodes.epmdAt(Ipv6Loopback.ADDRESS);
    String name = "app@::1";
    beams.put(new NodeName(name), nodes.beam(name));

    Reach reach = calls.reach(from, new NodeName(name), STEP);

    assertThat(reach.cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(reach.detail()).matches("\\[::1]:\\d+ accepts connections");
    assertThat(calls.reach(from, new NodeName("nosuchname@::1"), STEP).cause())
        .isEqualTo(LinkCause.NAME_NOT_REGISTERED);
  }

  private static int closedPort() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, TestNodes.LOOPBACK)) {
      return server.getLocalPort();
    }
  }

  @Test
  void tryingTheWayLeavesNothingOpenAndNothingInAnyLog() throws Exception {
    NodeName from = start();
    NodeName to = start();
    for (NodeName each : List.of(from, to)) {
      assertThat(
              eval(
                  each,
                  "logger:set_primary_config(level, all), logger:add_handler(seen, logger_std_h,"
                      + " #{config => #{file => \"/tmp/\" ++ atom_to_list(node())}})"))
          .isEqualTo("ok");
      assertThat(eval(each, "logger:notice(\"a marker\")")).isEqualTo("ok");
    }
    String ports = "erlang:system_info(port_count)";
    String before = eval(from, ports);
    String beforeAtTarget = eval(to, ports);
    NodeName closed = new NodeName("closed@127.0.0.1");
    nodes.register(TestNodes.LOOPBACK, "closed", closedPort(), NodeType.NORMAL);

    for (int i = 0; i < 200; i++) {
      assertThat(calls.reach(from, to, STEP).cause()).isEqualTo(LinkCause.REACHABLE);
      assertThat(calls.reach(from, closed, STEP).cause()).isEqualTo(LinkCause.CONNECTION_REFUSED);
    }

    TestNodes.await("no port is left", () -> eval(from, ports).equals(before));
    TestNodes.await("none there either", () -> eval(to, ports).equals(beforeAtTarget));
    assertThat(sees(from, to)).isFalse();
    for (NodeName each : List.of(from, to)) {
      String log =
          eval(
              each,
              "ok = logger_std_h:filesync(seen), F = \"/tmp/\" ++ atom_to_list(node()),"
                  + " {ok, Log} = file:read_file(F), ok = file:delete(F), Log");
      assertThat(log)
          .contains("a marker")
          .doesNotContain("\\n2")
          .doesNotContainIgnoringCase("connect");
    }
  }

  @Test
  void whereAllListenAtOnePortNobodyAsksEpmd() throws Exception {
    int port = closedPort();
    String listen = Integer.toString(port);
    NodeName member =
        start("-kernel", "inet_dist_listen_min", listen, "inet_dist_listen_max", listen);
    NodeName deserted = new NodeName("app@127.0.0.77");
    ErlangConnector other = new ErlangConnector(new NodeName(TestNodes.name("us")), true);
    try (other) {
      other.start(
          nodes
              .settings(other.ownNode().name().text())
              .withEpmd(EpmdMode.NONE, nodes.epmd.port())
              .withPeerPort(port),
          nodes.runtime,
          NOBODY);
      other.connect(member, TIMEOUT);

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

  @Test
  void aMemberWithoutRexIsAskedAllTheSame() throws Exception {
    NodeName member = start();
    assertThat(eval(member, "unregister(rex)")).isEqualTo("true");

    assertThat(calls.view(member, TIMEOUT).sightings()).hasSize(1);
    assertThat(calls.facts(member, TIMEOUT).netTickTimeSeconds()).isEqualTo(60);
  }

  @Test
  void aMemberThatDiesInACallIsNotLinked() throws Exception {
    NodeName member = start();
    freeze(member);
    CompletableFuture<Reason> reason =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                throw new AssertionError(calls.view(member, TIMEOUT));
              } catch (MeshCallException e) {
                return e.reason();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            task -> Thread.ofVirtual().start(task));
    TestNodes.await("it is asked", () -> calls.counts().get("erlang:nodes/2") == 1);

    stop(member);

    assertThat(reason.get(20, TimeUnit.SECONDS)).isEqualTo(Reason.NOT_LINKED);
  }
}
