package io.nessiecluster.demo;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the first of five nodes tells, and the last. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DemoAnswersTest {

  private final NodeRuntime runtime = DemoFixture.runtime();
  private List<DemoNode> nodes;
  private DemoMesh mesh;

  @BeforeEach
  void open() throws Exception {
    nodes = DemoFixture.nodes(runtime, DemoFixture.addresses(45, 5));
    mesh = new DemoMesh(DemoStory.WATCHED, nodes);
  }

  @AfterEach
  void close() {
    nodes.forEach(DemoNode::close);
    runtime.close();
  }

  private void start(int... places) throws Exception {
    for (int place : places) {
      nodes.get(place).start(new DemoAnswers(place, nodes, mesh));
    }
  }

  private Optional<Term> asked(int node, String module, String function, Term... args) {
    return new DemoAnswers(node, nodes, mesh).answer(module, function, List.of(args));
  }

  private static Term text(String text) {
    return ListTerm.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Term host(int last) {
    return tuple(integer(127), integer(0), integer(45), integer(last));
  }

  private Term connect(int from, int host, int port) {
    return asked(from, "gen_tcp", "connect", host(host), integer(port), list(), integer(1000))
        .orElseThrow();
  }

  private static Term sighting(int node, int connection) {
    return tuple(
        atom("app@127.0.45." + (node + 2)),
        new MapTerm(
            Map.of(
                atom("node_type"), atom("visible"), atom("connection_id"), integer(connection))));
  }

  @Test
  void aNodeListsThoseOfItsIslandThatAreUp() throws Exception {
    Term types = list(atom("visible"), atom("hidden"));
    start(1, 2, 3);

    assertThat(asked(1, "erlang", "nodes", types, new MapTerm(Map.of())))
        .hasValue(list(sighting(2, 2)));
    assertThat(asked(3, "erlang", "nodes", types, new MapTerm(Map.of()))).hasValue(list());
    assertThat(asked(1, "erlang", "nodes", atom("visible"))).hasValue(list(atom("app@127.0.45.4")));
    assertThat(asked(1, "erlang", "nodes", atom("hidden"))).hasValue(list());
  }

  @Test
  void aNodeThatReturnsIsConnectedAnew() throws Exception {
    start(3, 4);
    nodes.get(4).stop();
    assertThat(asked(3, "erlang", "nodes", list(), new MapTerm(Map.of()))).hasValue(list());
    nodes.get(4).restart();

    assertThat(asked(3, "erlang", "nodes", list(), new MapTerm(Map.of())))
        .hasValue(list(sighting(4, 3)));
  }

  @Test
  void aNodeThatIsAskedToConnectsItsIslandWithThatOfTheOther() throws Exception {
    start(1, 2, 3, 4);
    Term three = atom("app@127.0.45.5");

    assertThat(asked(1, "net_kernel", "connect_node", three)).hasValue(atom("true"));
    assertThat(asked(1, "net_kernel", "connect_node", three)).hasValue(atom("true"));

    assertThat(asked(4, "erlang", "nodes", atom("visible")))
        .hasValue(list(atom("app@127.0.45.3"), atom("app@127.0.45.4"), three));
  }

  @Test
  void nobodyConnectsWithWhoIsDownOrUnknownOrBlocked() throws Exception {
    start(0, 2);

    assertThat(asked(0, "net_kernel", "connect_node", atom("app@127.0.45.5")))
        .hasValue(atom("false"));
    assertThat(asked(0, "net_kernel", "connect_node", atom("app@127.0.45.99")))
        .hasValue(atom("false"));
    assertThat(asked(0, "net_kernel", "connect_node", atom("app@127.0.45.4")))
        .hasValue(atom("false"));
    assertThat(asked(0, "erlang", "nodes", atom("visible"))).hasValue(list());
  }

  @Test
  void whoReturnsIsAloneAgainUntilItIsJoined() throws Exception {
    mesh = new DemoMesh(DemoStory.FORMED, nodes);
    start(3, 4);
    Term four = atom("app@127.0.45.6");
    assertThat(asked(3, "net_kernel", "connect_node", four)).hasValue(atom("true"));

    nodes.get(4).stop();
    nodes.get(4).restart();
    assertThat(asked(3, "erlang", "nodes", atom("visible"))).hasValue(list());

    assertThat(asked(3, "net_kernel", "connect_node", four)).hasValue(atom("true"));
    assertThat(asked(3, "erlang", "nodes", atom("visible"))).hasValue(list(four));
  }

  @Test
  void aLeaderIsKnownToThoseWhoAreJoinedWithIt() throws Exception {
    mesh = new DemoMesh(DemoStory.FORMED, nodes);
    start(0, 1, 2);
    assertThat(asked(0, "global", "registered_names")).hasValue(list());
    assertThat(asked(0, "ets", "info", atom("global_names"), atom("size"))).hasValue(integer(0));

    assertThat(asked(0, "net_kernel", "connect_node", atom("app@127.0.45.3")))
        .hasValue(atom("true"));

    assertThat(asked(0, "global", "registered_names")).hasValue(list(atom("leader")));
    assertThat(asked(0, "ets", "info", atom("global_names"), atom("size"))).hasValue(integer(1));
  }

  @Test
  void theWayToANodeIsFreeButForTheBlockedOne() throws Exception {
    start(0, 1, 2);
    int epmd = nodes.get(2).epmdPort();
    int port = nodes.get(2).port().orElseThrow();
    Term timeout = tuple(atom("error"), atom("timeout"));

    assertThat(asked(0, "erl_epmd", "port_please", text("app"), host(4), integer(1000)))
        .hasValue(tuple(atom("port"), integer(port), integer(6)));
    assertThat(connect(0, 4, port)).isEqualTo(timeout);
    assertThat(List.of(connect(0, 4, epmd), connect(1, 4, port), connect(2, 2, 1)))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        Tuple.class, tuple -> assertThat(tuple.get(0)).isEqualTo(atom("ok"))));
  }

  @Test
  void nobodyListensWhereNoNodeIsUp() {
    Term refused = tuple(atom("error"), atom("econnrefused"));

    assertThat(connect(0, 4, 4369)).isEqualTo(refused);
    assertThat(connect(0, 99, 4369)).isEqualTo(refused);
    assertThat(asked(0, "erl_epmd", "port_please", text("app"), host(4), integer(1)))
        .hasValue(atom("noport"));
    assertThat(asked(0, "gen_tcp", "connect", text("host"), integer(1), list(), integer(1)))
        .hasValue(refused);
  }

  @Test
  void aNodeTellsItsReleaseAndItsSettings() {
    assertThat(asked(0, "os", "getenv", text("RELEASE_NAME"))).hasValue(text("app"));
    assertThat(asked(0, "os", "getenv", text("RELEASE_VSN"))).hasValue(text("1.4.2"));
    assertThat(asked(1, "os", "getenv", text("RELEASE_VSN"))).hasValue(text("1.4.3"));
    assertThat(asked(0, "os", "getenv", text("HOME"))).hasValue(atom("false"));
    assertThat(asked(0, "erlang", "system_info", atom("otp_release"))).hasValue(text("27"));
    assertThat(asked(0, "net_kernel", "get_net_ticktime")).hasValue(integer(60));
    assertThat(asked(0, "application", "get_env", atom("kernel"), atom("connect_all")))
        .hasValue(tuple(atom("ok"), atom("true")));
    assertThat(asked(0, "global", "registered_names")).hasValue(list(atom("leader")));
  }

  @Test
  void nothingElseIsAnswered() {
    assertThat(asked(0, "os", "cmd", text("ls"))).isEmpty();
    assertThat(asked(0, "erlang", "halt")).isEmpty();
    assertThat(asked(0, "erlang", "system_info", integer(1))).isEmpty();
    assertThat(asked(0, "erlang", "system_info", atom("compat_rel"))).isEmpty();
  }
}
