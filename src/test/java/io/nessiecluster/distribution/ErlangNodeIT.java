package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.epmd.EpmdClient;
import java.net.Socket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real BEAM. */
@RequiresErlang
class ErlangNodeIT {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;

  private final String us = TestNodes.name("us");
  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aDialledBeamListsUsAsHidden() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);

    Link link = node.connect(beam.name(), TIMEOUT);

    assertThat(link.peer()).isEqualTo(beam.name());
    assertThat(link.direction()).isEqualTo(Link.Direction.INITIATED);
    assertThat(link.hidden()).isFalse();
    assertThat(node.links()).containsExactly(link);
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + us + "']"));
    assertThat(beam.eval("nodes()")).isEqualTo("[]");
    assertThat(Integer.toUnsignedString(link.creation()))
        .isEqualTo(beam.eval("erlang:system_info(creation)"));
    assertThat(beam.eval("net_adm:ping('" + us + "')")).isEqualTo("pong");
    assertThat(node.connect(beam.name(), TIMEOUT)).isSameAs(link);
  }

  @Test
  void aBeamDialsUs() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);

    assertThat(beam.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("true");

    links.await("up " + beam.name() + " ACCEPTED");
    assertThat(node.links()).singleElement().extracting(Link::peer).isEqualTo(beam.name());
    assertThat(
            beam.eval(
                "[net_adm:ping('"
                    + us
                    + "') || _ <- lists:seq(1, 50)] -- "
                    + "lists:duplicate(50, pong)"))
        .isEqualTo("[]");
    assertThat(links.all()).containsExactly("up " + beam.name() + " ACCEPTED");
  }

  @Test
  void aVisibleNodeIsOneOfTheBeamsNodes() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links, settings -> settings.withHidden(false));

    node.connect(beam.name(), TIMEOUT);

    TestNodes.await("nodeup", () -> beam.eval("nodes()").equals("['" + us + "']"));
    assertThat(beam.eval("net_adm:ping('" + us + "')")).isEqualTo("pong");
  }

  @Test
  void nobodyLivesHere() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);
    node.connect(beam.name(), TIMEOUT);

    String down = "receive {'DOWN', R, process, _, Reason} -> Reason after 5000 -> timeout end";
    assertThat(beam.eval("R = monitor(process, {nobody, '" + us + "'}), " + down))
        .isEqualTo("noproc");
    String pid = // NEW_PID_EXT of a process that this node would have
        "binary_to_term(<<131,88,119,%d,\"%s\",99:32,0:32,%s:32>>)"
            .formatted(us.length(), us, Integer.toUnsignedString(node.creation()));
    assertThat(beam.eval("P = " + pid + ", R = monitor(process, P), " + down)).isEqualTo("noproc");
    assertThat(
            beam.eval(
                "process_flag(trap_exit, true), P = "
                    + pid
                    + ", link(P), receive {'EXIT', P, Why} -> Why after 5000 -> timeout end"))
        .isEqualTo("noproc");
    assertThat(beam.eval("P = " + pid + ", unlink(P), exit(P, kill), P ! hello, ok"))
        .isEqualTo("ok");
    assertThat(
            beam.eval(
                "Id = spawn_request('"
                    + us
                    + "', erlang, now, []), "
                    + "receive {spawn_reply, Id, error, Why} -> Why after 5000 -> timeout end"))
        .isEqualTo("notsup");
    assertThat(beam.eval("net_adm:ping('" + us + "')")).isEqualTo("pong");
    assertThat(links.all()).containsExactly("up " + beam.name() + " INITIATED");
  }

  @Test
  void aWrongCookieIsTypedOnWhicheverSideDials() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links, withCookie("anothercookie"));

    assertFails(node, beam, TIMEOUT, ConnectFailure.COOKIE_MISMATCH);
    assertThat(beam.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("false");
    links.await("refused COOKIE_MISMATCH");
    assertThat(node.links()).isEmpty();
  }

  @Test
  void aNodeThatRefusesUsIsTyped() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);
    beam.eval("net_kernel:allow(['friend@127.0.0.1'])");

    assertFails(node, beam, TIMEOUT, ConnectFailure.NOT_ALLOWED);
  }

  @Test
  void aBeamThatStillHoldsALinkOfOurNameTakesTheNewOne() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    String basename = beam.name().substring(0, beam.name().indexOf('@'));
    int port =
        new EpmdClient(nodes.epmd.port(), System::nanoTime)
            .lookup(TestNodes.LOOPBACK, basename, TIMEOUT)
            .port();
    Socket old = RawPeer.link(nodes, beam.name(), port, us, TestNodes.COOKIE);
    ErlangNode node = nodes.start(us, links);

    Link link = node.connect(beam.name(), TIMEOUT);

    assertThat(old.getInputStream().readAllBytes().length % 4).as("ticks, and the end").isZero();
    assertThat(beam.eval("net_adm:ping('" + us + "')")).isEqualTo("pong");
    assertThat(node.links()).containsExactly(link);
  }

  @Test
  void aFrozenBeamTimesOutANewDialAndLosesALiveLink() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    nodes
        .start(us, links, settings -> settings.withNetTickTime(Duration.ofSeconds(1)))
        .connect(beam.name(), TIMEOUT);
    ErlangNode other = nodes.start(TestNodes.name("other"), new RecordedLinks());

    beam.freeze();

    assertFails(other, beam, Duration.ofMillis(1500), ConnectFailure.HANDSHAKE_TIMEOUT);
    links.await("lost " + beam.name() + " TICK_TIMEOUT");
  }

  @Test
  void aLinkIsStillUpAfterTwentyFiveSecondsAtANetTickTimeOfEight() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"), "-kernel", "net_ticktime", "8");
    ErlangNode node =
        nodes.start(us, links, settings -> settings.withNetTickTime(Duration.ofSeconds(8)));
    Link link = node.connect(beam.name(), TIMEOUT);
    assertThat(beam.eval("net_kernel:get_net_ticktime()")).isEqualTo("8");

    Thread.sleep(Duration.ofSeconds(25)); // over three tick times with nothing but ticks

    assertThat(node.links()).containsExactly(link);
    assertThat(beam.eval("nodes(hidden)")).isEqualTo("['" + us + "']");
    assertThat(links.all()).containsExactly("up " + beam.name() + " INITIATED");
  }

  @Test
  void aKilledBeamIsLost() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);
    node.connect(beam.name(), TIMEOUT);

    beam.kill();

    links.await(
        "the loss of the BEAM",
        heard -> heard.stream().anyMatch(event -> event.startsWith("lost " + beam.name())));
    assertThat(node.links()).isEmpty();
  }

  @Test
  void anOrderlyCloseIsANodedownOnTheBeam() throws Exception {
    BeamNode beam = nodes.beam(TestNodes.name("beam"));
    ErlangNode node = nodes.start(us, links);
    node.connect(beam.name(), TIMEOUT);
    beam.eval(
        "register(watcher, spawn(fun() -> net_kernel:monitor_nodes(true, [{node_type, all}]), "
            + "receive {nodedown, N, _} -> persistent_term:put(down, N), "
            + "receive after infinity -> ok end end end))");
    TestNodes.await(
        "the watcher watches",
        () -> beam.eval("process_info(whereis(watcher), status)").equals("{status,waiting}"));

    node.close();

    TestNodes.await(
        "nodedown", () -> beam.eval("persistent_term:get(down, none)").equals("'" + us + "'"));
    assertThat(beam.eval("nodes(hidden)")).isEqualTo("[]");
    links.await("lost " + beam.name() + " NODE_STOPPED");
  }

  private static UnaryOperator<NodeSettings> withCookie(String cookie) {
    return s ->
        new NodeSettings(
            s.name(),
            Cookie.of(cookie),
            s.hidden(),
            s.bind(),
            s.port(),
            s.epmd(),
            s.epmdPort(),
            s.peerPort(),
            s.netTickTime(),
            s.limits());
  }

  private static void assertFails(
      ErlangNode node, BeamNode beam, Duration timeout, ConnectFailure failure) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> node.connect(beam.name(), timeout))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(failure);
              assertThat(e.detail()).isNotBlank().doesNotContain("anothercookie");
            });
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(timeout.plus(Duration.ofSeconds(2)));
  }
}
