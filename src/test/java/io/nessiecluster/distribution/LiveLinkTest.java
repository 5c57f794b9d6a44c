package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.LinkTable.Turn;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.ByteStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Dials at targets, claims, proofs and losses of few names at few addresses, in any order. */
class LiveLinkTest {

  private static final List<String> NAMES = List.of("a@a", "a@z", "b@a", "b@z");
  private static final List<String> BASENAMES = List.of("a", "b", Target.ANY);

  /** What happens, and to which of the names, addresses, dials, handshakes and links there are. */
  record Step(int what, int which, int where) {}

  private static final class Fixture implements AutoCloseable {
    final NodeRuntime runtime = NodeRuntime.system();
    final LinkTable table =
        new LinkTable(
            "m@h",
            new LinkEvents(LinkListener.none(), Runnable::run),
            CrossingRule.NET_KERNEL,
            PeerNaming.BY_PEER,
            NodeLimits.DEFAULT.inboundLinks());
    final LinkFactory links =
        new LinkFactory(
            table,
            runtime,
            LinkBounds.of(NodeLimits.DEFAULT, runtime),
            Calls.caller(new LocalNode("m@h", 0, 9, Secret.of("c"))),
            CallService.REFUSED,
            Counters.ofNode());
    final List<Dial> dials = new ArrayList<>();
    final List<PeerKey> handshakes = new ArrayList<>();

    DistributionConnection link(String name, InetAddress from, Link.Direction direction) {
      Socket socket =
          new Socket() {
            @Override
            public InetAddress getInetAddress() {
              return from;
            }
          };
      ByteStream stream =
          new ByteStream(
              socket,
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              Optional.empty());
      return links.create(stream, new PeerNode(name, DistributionFlag.HIDDEN_NODE, 9), direction);
    }

    void take(Step step) {
      String name = NAMES.get(step.which() % NAMES.size());
      InetAddress address = InetAddress.ofLiteral("10.0.0." + step.where());
      switch (step.what()) {
        case 0, 1 -> dial(BASENAMES.get(step.which() % BASENAMES.size()), address);
        case 2 -> claim(name, address);
        case 3 -> table.admit(link(name, address, Link.Direction.ACCEPTED), null);
        case 4 -> {
          if (!handshakes.isEmpty()) {
            table.inboundEnded(handshakes.remove(step.which() % handshakes.size()));
          }
        }
        case 5 -> {
          if (!table.links().isEmpty()) {
            table
                .links()
                .get(step.which() % table.links().size())
                .lose(LinkEnd.DISCONNECTED, "disconnected");
          }
        }
        default -> goOn(step, name);
      }
    }

    private void dial(String basename, InetAddress address) {
      Dial dial =
          new Dial(
              PeerName.parse(basename + "@" + address.getHostAddress()).orElseThrow(),
              new Target(basename, address),
              Deadline.in(Duration.ofHours(1), System::nanoTime));
      dials.add(table.join(dial, _ -> {}));
    }

    private void claim(String name, InetAddress from) {
      Peers.Inbound inbound = table.decide(name, from);
      if (inbound.verdict() != Verdict.NOK && inbound.verdict() != Verdict.NOT_ALLOWED) {
        handshakes.add(inbound.key());
      }
    }

    /** A dial has its turn, its attempt ends in vain, or with a proof. */
    private void goOn(Step step, String told) {
      if (dials.isEmpty()) {
        return;
      }
      Dial dial = dials.get(step.which() % dials.size());
      Target target = dial.target();
      String name = target.isAny() ? told : target.basename() + told.substring(1);
      if (table.peers().get(dial.key.toString()) instanceof PeerState.Dialling dialling
          && dialling.dial() == dial) {
        if (dialling.state() instanceof DialState.HoldingBack) {
          assertThat(table.turn(dial, step.where() == 0)).isNotInstanceOf(Turn.Over.class);
        } else if (step.what() == 6 || !table.introduce(dial)) {
          table.makeWay(dial);
        } else {
          table.admit(link(name, target.address(), Link.Direction.INITIATED), dial);
        }
      }
    }

    @Override
    public void close() {
      table.close();
      runtime.close();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Arbitraries.of(IntStream.range(0, 10).boxed().toList())
        .flatMap(
            what ->
                Arbitraries.integers()
                    .between(0, 11)
                    .flatMap(
                        which ->
                            Arbitraries.integers()
                                .between(0, 2)
                                .map(where -> new Step(what, which, where))))
        .list()
        .ofMaxSize(60);
  }

  /** A BEAM may drop its link for a dial to its other address; the dial is not to come too soon. */
  @Test
  void aDialToTheNodeThatIsLinkedElsewhereWaitsForThatLinkToEnd() {
    try (Fixture fixture = new Fixture()) {
      DistributionConnection first =
          fixture.link("a@a", InetAddress.ofLiteral("10.0.0.1"), Link.Direction.INITIATED);
      fixture.table.admit(first, null);
      InetAddress second = InetAddress.ofLiteral("10.0.0.2");
      fixture.dial("a", second);
      Dial dial = fixture.dials.getFirst();
      assertThat(fixture.table.turn(dial, false)).isEqualTo(new Turn.Attempt());
      assertThat(fixture.table.introduce(dial)).isTrue();
      dial.told("a@a");

      DialHandshake.End end =
          new DialHandshake(fixture.table, new LocalNode("m@h", 0, 9, Secret.of("c")), dial)
              .end(
                  new HandshakeStep.Done<>(
                      List.of(), new PeerNode("a@a", DistributionFlag.HIDDEN_NODE, 9)),
                  peer -> fixture.link(peer.name(), second, Link.Direction.INITIATED));
      assertThat(end).isEqualTo(new DialHandshake.End.MadeWay());
      fixture.table.makeWay(dial);

      assertThat(fixture.table.turn(dial, false)).as("still linked").isEqualTo(new Turn.Wait());
      first.lose(LinkEnd.CLOSED_BY_PEER, "dropped");
      assertThat(fixture.table.turn(dial, false)).isEqualTo(new Turn.Attempt());
      fixture.table.finish(dial, Dial.Outcome.stopped());
    }
  }

  @Property(tries = 500)
  void aLiveLinkIsNeverReplacedFromElsewhereAndEveryDialEnds(@ForAll("steps") List<Step> steps) {
    try (Fixture fixture = new Fixture()) {
      for (Step step : steps) {
        List<DistributionConnection> before = fixture.table.links();
        fixture.take(step);
        for (DistributionConnection old : before) {
          DistributionConnection now = fixture.table.link(old.peer());
          assertThat(now == null || now.remote().equals(old.remote()))
              .as("%s at %s, then %s", old.peer(), old.remote(), step)
              .isTrue();
        }
      }
      List.copyOf(fixture.handshakes).forEach(fixture.table::inboundEnded);
      for (Dial dial : fixture.dials) {
        if (fixture.table.peers().get(dial.key.toString()) instanceof PeerState.Dialling d
            && d.dial() == dial) {
          if (d.state() instanceof DialState.HoldingBack) {
            assertThat(fixture.table.turn(dial, true)).isEqualTo(new Turn.Attempt());
          }
          fixture.table.finish(dial, Dial.Outcome.stopped());
        }
        assertThat(dial.outcome).as("the dial at %s", dial.key).isDone();
      }
      assertThat(fixture.table.peers().values())
          .allMatch(state -> state instanceof PeerState.Linked);
    }
  }
}
