package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdRegistration;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.distribution.epmd.NodeType;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real BEAMs that are met at an address and call themselves by a host that nobody can look up, as
 * those of StatefulSets do. A BEAM registers with the EPMD at 127.0.0.1 whatever its address; what
 * the EPMD at its address is to tell, the test tells that one.
 */
@RequiresErlang
@Timeout(120)
class TargetIT {

  private static final String US = "us@us.example";
  private static final String RABBIT = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  private static final InetAddress THERE = InetAddress.ofLiteral("127.77.1.2");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.77.1.3");
  private static final InetAddress EVERYWHERE = InetAddress.ofLiteral("0.0.0.0");

  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.startByPeer(US, links);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private BeamNode beam(InetAddress address, String name, String... options) throws Exception {
    return nodes.closeLater(
        BeamNode.startAt(address, name, TestNodes.COOKIE, nodes.epmd.port(), options));
  }

  private static int port(String basename, EpmdServer epmd) throws Exception {
    return new EpmdClient(epmd.port(), System::nanoTime)
        .lookup(TestNodes.LOOPBACK, basename, TestNodes.TIMEOUT)
        .port();
  }

  private EpmdRegistration tell(InetAddress address, EpmdServer known) throws Exception {
    return nodes.register(address, "rabbit", port("rabbit", known), NodeType.NORMAL);
  }

  private ConnectFailedException failure(String target) {
    return catchThrowableOfType(
        ConnectFailedException.class, () -> node.connectAt(target, TestNodes.TIMEOUT));
  }

  private static void assertHasUs(BeamNode beam) throws Exception {
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + US + "']"));
    assertThat(beam.eval("net_adm:ping('" + US + "')")).isEqualTo("pong");
  }

  @ParameterizedTest
  @ValueSource(strings = {RABBIT, "rabbit@rabbit-0", "rabbit@127.0.0.9"})
  void isCalledAsItSays(String name) throws Exception {
    BeamNode beam = beam(THERE, name);
    nodes.epmdAt(THERE);
    tell(THERE, nodes.epmd);
    assertThat(node.names("127.77.1.2", Set.of(), TestNodes.TIMEOUT)).containsExactly("rabbit");

    Link link = node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(name);
    assertThat(link.remote().getAddress()).isEqualTo(THERE);
    assertHasUs(beam);
    assertThat(node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT)).isSameAs(link);
    assertHasUs(beam);
    assertThat(links.all()).containsExactly("up " + name + " INITIATED");
  }

  @Test
  void isAnotherNodeUnderAnotherNameAtItsAddress() throws Exception {
    BeamNode first = beam(THERE, RABBIT);
    nodes.epmdAt(THERE);
    EpmdRegistration entry = tell(THERE, nodes.epmd);
    node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT);

    first.close();
    entry.close();
    links.await("the loss", heard -> heard.stream().anyMatch(e -> e.startsWith("lost " + RABBIT)));
    String name = "rabbit@rabbit-1.nodes.prod.svc.cluster.local";
    TestNodes.await("EPMD has forgotten it", () -> !isRegistered());
    BeamNode second = beam(THERE, name);
    TestNodes.await("the old entry is gone", this::isForgottenThere);
    tell(THERE, nodes.epmd);

    assertThat(node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT).peer()).isEqualTo(name);
    assertHasUs(second);
  }

  private boolean isRegistered() {
    try {
      return port("rabbit", nodes.epmd) > 0;
    } catch (Exception e) {
      return false;
    }
  }

  private boolean isForgottenThere() {
    try {
      return node.names("127.77.1.2", Set.of(), TestNodes.TIMEOUT).isEmpty();
    } catch (ConnectFailedException | InterruptedException e) {
      return false;
    }
  }

  @Test
  void twoOfOneNameLeaveTheFirstLinkUp() throws Exception {
    BeamNode first = beam(THERE, RABBIT);
    nodes.epmdAt(THERE);
    tell(THERE, nodes.epmd);
    try (TestNodes others = new TestNodes()) {
      others.closeLater(BeamNode.startAt(ELSEWHERE, RABBIT, TestNodes.COOKIE, others.epmd.port()));
      nodes.epmdAt(ELSEWHERE);
      tell(ELSEWHERE, others.epmd);
      Link link = node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT);

      ConnectFailedException failure = failure("rabbit@127.77.1.3");

      assertThat(failure.failure()).isEqualTo(ConnectFailure.DUPLICATE_NAME);
      assertThat(failure.detail()).contains(RABBIT + ", which is linked at 127.77.1.2 since ");
      assertThat(node.links()).containsExactly(link);
      assertHasUs(first);
    }
  }

  /** A BEAM answers alive, and keeps its link when the dial ends before the proof. */
  @Test
  void atItsSecondAddressIsTheNodeThatIsLinked() throws Exception {
    BeamNode beam = beam(EVERYWHERE, RABBIT);
    nodes.epmdAt(THERE);
    tell(THERE, nodes.epmd);
    Link link = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);

    for (int i = 0; i < 20; i++) {
      assertThat(node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT)).isSameAs(link);
    }

    assertHasUs(beam);
    assertThat(node.links()).containsExactly(link);
    assertThat(links.all()).containsExactly("up " + RABBIT + " INITIATED");
  }

  /** A BEAM ends one of two dials of one name; that must not look like another cookie. */
  @ParameterizedTest
  @ValueSource(strings = {"a@127.0.0.1", "z@127.0.0.1"})
  void isMetAtBothItsAddressesAtOnce(String us) throws Exception {
    Ipv6Loopback.require();
    EpmdServer six = nodes.epmdAt(Ipv6Loopback.ADDRESS);
    BeamNode beam = beam(InetAddress.ofLiteral("::"), RABBIT);
    nodes.register(
        TestNodes.LOOPBACK,
        "rabbit",
        new EpmdClient(six.port(), System::nanoTime)
            .lookup(Ipv6Loopback.ADDRESS, "rabbit", TestNodes.TIMEOUT)
            .port(),
        NodeType.NORMAL);
    RecordedLinks heard = new RecordedLinks();
    ErlangNode both = nodes.startByPeer(us, heard);
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Link> one = dial(both, "rabbit@127.0.0.1");
      CompletableFuture<Link> other = dial(both, "rabbit@::1");
      one.get(20, TimeUnit.SECONDS);
      other.get(20, TimeUnit.SECONDS);
      // The BEAM may end the first link for the second, and the second for what is left of the
      // first: the next round dials again.
      TestNodes.await(
          "nodeup",
          () -> {
            var _ = dial(both, "rabbit@127.0.0.1").orTimeout(20, TimeUnit.SECONDS).join();
            return beam.eval("nodes(hidden)").equals("['" + us + "']");
          });
      assertThat(both.links()).as("round %s", i).hasSize(1);
      assertThat(both.disconnect(RABBIT)).isTrue();
      TestNodes.await("nodedown", () -> beam.eval("nodes(hidden)").equals("[]"));
    }
    assertThat(heard.all())
        .as("each link is told up and lost, one after the other")
        .filteredOn(event -> event.startsWith("up"))
        .hasSizeGreaterThanOrEqualTo(20);
  }

  private static CompletableFuture<Link> dial(ErlangNode from, String target) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return from.connectAt(target, TestNodes.TIMEOUT);
          } catch (Exception e) {
            throw new AssertionError(from.name() + " to " + target + ": " + e, e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  @Test
  void whoHasAnotherBasenameIsForeign() throws Exception {
    beam(THERE, "emqx@emqx-0.emqx.svc");
    nodes.epmdAt(THERE);
    nodes.register(THERE, "rabbit", port("emqx", nodes.epmd), NodeType.NORMAL);
    assertThat(failure("rabbit@127.77.1.2").failure()).isEqualTo(ConnectFailure.FOREIGN_NAME);
  }

  @Test
  void isMetOverIpv6() throws Exception {
    Ipv6Loopback.require();
    nodes.epmdAt(Ipv6Loopback.ADDRESS); // where a BEAM of inet6_tcp registers
    BeamNode beam = beam(Ipv6Loopback.ADDRESS, RABBIT);

    Link link = node.connectAt("rabbit@::1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(RABBIT);
    assertThat(link.remote().getAddress()).isEqualTo(Ipv6Loopback.ADDRESS);
    assertHasUs(beam);
  }

  @Test
  void isMetAtAFixedPortWhateverItsName() throws Exception {
    int port = FreePort.find();
    BeamNode beam = beam(THERE, RABBIT, "-erl_epmd_port", Integer.toString(port));
    ErlangNode fixed =
        nodes.start(
            "fixed@fixed.example",
            new RecordedLinks(),
            s -> s.withNaming(PeerNaming.BY_PEER).withPeerPort(port));

    assertThat(fixed.connectAt("*@127.77.1.2", TestNodes.TIMEOUT).peer()).isEqualTo(RABBIT);

    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['fixed@fixed.example']"));
    assertThat(beam.eval("net_adm:ping('fixed@fixed.example')")).isEqualTo("pong");
  }

  /** One name that is less than the BEAM's and one that is greater: each rule wins once. */
  @ParameterizedTest
  @ValueSource(strings = {"a@127.0.0.1", "z@127.0.0.1"})
  void thatDialsAtTheSameMomentIsLinkedOnce(String us) throws Exception {
    BeamNode beam = beam(TestNodes.LOOPBACK, RABBIT);
    RecordedLinks heard = new RecordedLinks();
    ErlangNode crossing = nodes.startByPeer(us, heard);
    for (int i = 0; i < 200; i++) {
      CompletableFuture<String> theirs =
          CompletableFuture.supplyAsync(
              () -> beam.eval("net_kernel:connect_node('" + us + "')"),
              task -> Thread.ofVirtual().start(task));
      Link link = crossing.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
      assertThat(theirs.get(20, TimeUnit.SECONDS)).as("dial %s of the BEAM", i).isEqualTo("true");
      assertThat(crossing.links()).as("after dial %s", i).containsExactly(link);
      TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + us + "']"));
      assertThat(crossing.disconnect(RABBIT)).isTrue();
      TestNodes.await("nodedown", () -> beam.eval("nodes(hidden)").equals("[]"));
    }
    heard.await("all losses", all -> count(all, "lost") >= 200); // refusals are heard, too
    assertThat(count(heard.all(), "up")).isEqualTo(200);
    assertThat(count(heard.all(), "lost")).isEqualTo(200);
  }

  private static long count(List<String> heard, String kind) {
    return heard.stream().filter(event -> event.startsWith(kind)).count();
  }
}
