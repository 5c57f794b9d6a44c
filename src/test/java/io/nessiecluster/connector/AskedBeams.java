package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.mesh.MeshCalls;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Real BEAMs that are linked with a connector, which asks them. */
final class AskedBeams implements AutoCloseable {

  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Nobody needs to hear of connections here. */
  static final ConnectionListener NOBODY =
      new ConnectionListener() {
        @Override
        public void connectionUp(NodeName peer, NodeConnection connection) {}

        @Override
        public void connectionLost(NodeName peer, LossCause cause, String detail) {}
      };

  final NodeName us = new NodeName(TestNodes.name("us"));
  final TestNodes nodes = new TestNodes();
  private final ErlangConnector connector = new ErlangConnector(us, true);
  final MeshCalls calls = connector.meshCalls();
  private final Map<NodeName, BeamNode> started = new HashMap<>();

  AskedBeams() throws Exception {
    connector.start(
        nodes.settings(us.text()).withEpmd(EpmdMode.NONE, nodes.epmd.port()),
        nodes.runtime,
        NOBODY);
  }

  /** Starts one, and links the connector with it. */
  NodeName start(String... options) throws Exception {
    NodeName name = unlinked("app", options);
    connector.connect(name, TIMEOUT);
    return name;
  }

  /** Starts one that nobody is linked with. */
  NodeName unlinked(String basename, String... options) throws Exception {
    return named(new NodeName(TestNodes.name(basename)), options);
  }

  /** The same under a name of its own. */
  NodeName named(NodeName name, String... options) throws Exception {
    started.put(name, nodes.beam(name.text(), options));
    return name;
  }

  private BeamNode beam(NodeName node) {
    return Objects.requireNonNull(started.get(node));
  }

  /** Ends one, and waits until the connector knows. */
  void stop(NodeName node) throws Exception {
    beam(node).kill();
    TestNodes.await("the link is lost", () -> !connector.nodes().contains(node));
  }

  void freeze(NodeName node) throws Exception {
    beam(node).freeze();
  }

  void thaw(NodeName node) throws Exception {
    beam(node).thaw();
  }

  String eval(NodeName node, String expressions) {
    return beam(node).eval(expressions);
  }

  static String atom(NodeName node) {
    return "'" + node + "'";
  }

  boolean sees(NodeName node, NodeName other) {
    return eval(node, "lists:member(%s, nodes(connected))".formatted(atom(other))).equals("true");
  }

  /** Makes the one connect with the other, and waits until both say so. */
  void connect(NodeName one, NodeName other) throws Exception {
    assertThat(eval(one, "net_kernel:connect_node(%s)".formatted(atom(other)))).isEqualTo("true");
    awaitBoth(one, other, true);
  }

  /** Cuts their connection, and waits until both say so. */
  void disconnect(NodeName one, NodeName other) throws Exception {
    eval(one, "erlang:disconnect_node(%s)".formatted(atom(other)));
    awaitBoth(one, other, false);
  }

  private void awaitBoth(NodeName one, NodeName other, boolean connected) throws Exception {
    TestNodes.await(
        "both say " + connected,
        () -> sees(one, other) == connected && sees(other, one) == connected);
  }

  void registerGlobally(NodeName node, String name) {
    assertThat(eval(node, "global:register_name(%s, whereis(init))".formatted(name)))
        .isEqualTo("yes");
  }

  @Override
  public void close() throws Exception {
    connector.close();
    nodes.close();
  }
}
