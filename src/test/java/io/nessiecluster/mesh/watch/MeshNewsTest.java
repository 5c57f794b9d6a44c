package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.INTERVAL;
import static io.nessiecluster.mesh.watch.MeshFixture.STABLE_FOR;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.ClusterEvent.CheckChanged;
import io.nessiecluster.cluster.ClusterEvent.LinkMissing;
import io.nessiecluster.cluster.ClusterEvent.LinkRestored;
import io.nessiecluster.cluster.ClusterEvent.MeshSplit;
import io.nessiecluster.cluster.ClusterEvent.MeshWhole;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Sighting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of the mesh, when, how often, and what is not. */
class MeshNewsTest {

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void aWholeMeshIsToldOnceThoughItFormsAgainAndAgain() {
    mesh.whole(3).sweep();
    assertThat(mesh.told()).containsExactly(new MeshWhole(mesh.now(), 3));

    for (int i = 0; i < 5; i++) {
      mesh.die(node(2));
      MeshSnapshot _ = mesh.sweep();
      mesh.restart(node(2));
      MeshSnapshot _ = mesh.sweep();
    }

    assertThat(mesh.told(MeshWhole.class)).hasSize(1);
  }

  @Test
  void oneMemberAloneIsNoNews() {
    mesh.lone(1).settle();

    assertThat(mesh.told()).isEmpty();
  }

  @Test
  void aSplitIsToldWhenItIsJudgedAndTheWholeMeshAfterIt() {
    mesh.lone(3).settle();

    assertThat(mesh.told(MeshSplit.class))
        .containsExactly(
            new MeshSplit(mesh.now(), 3, 3, "3 islands, of 1, 1, 1 members; 3 links are missing"));
    mesh.beams.connectAll(nodes(3));
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.told(MeshWhole.class)).containsExactly(new MeshWhole(mesh.now(), 3));
  }

  @Test
  void aMissingLinkIsToldInTheSecondSweepAndItsReturnToo() {
    mesh.whole(4).settle();
    mesh.forgetEvents();
    mesh.beams.disconnect(node(2), node(3));

    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.told()).isEmpty();
    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.told(LinkMissing.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(List.of(event.from(), event.to())).containsExactly(node(2), node(3));
              assertThat(event.cause()).isEmpty();
              assertThat(event.detail()).contains("neither " + node(2) + " nor " + node(3));
            });
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.told()).hasSize(1);

    mesh.beams.connect(node(2), node(3));
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.told(LinkRestored.class))
        .containsExactly(new LinkRestored(mesh.now(), node(2), node(3)));
  }

  @Test
  void aLinkThatIsGoneForOneSweepOnlyIsNoNews() {
    mesh.whole(4).settle();
    mesh.forgetEvents();
    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.sweep();
    mesh.beams.connect(node(2), node(3));
    MeshSnapshot _ = mesh.sweeps(3);

    assertThat(mesh.told()).isEmpty();
  }

  @Test
  void sweepsThatFollowOnTheHeelsOfEachOtherAreNoTwoSweepsRunning() {
    mesh.whole(4).settle();
    mesh.forgetEvents();
    mesh.beams.disconnect(node(2), node(3));
    for (int i = 0; i < 10; i++) {
      MeshSnapshot _ = mesh.sweepAfter(Duration.ofMillis(100));
    }
    assertThat(mesh.told()).isEmpty();

    MeshSnapshot _ = mesh.sweepAfter(Duration.ofMillis(100));

    assertThat(mesh.told(LinkMissing.class)).hasSize(1);
  }

  @Test
  void aLinkOfOneSideIsToldWithWhoListsWhom() {
    mesh.whole(3).settle();
    mesh.forgetEvents();
    mesh.beams.unsees(node(2), node(3));
    MeshSnapshot _ = mesh.sweeps(3);

    assertThat(mesh.told(LinkMissing.class))
        .singleElement()
        .satisfies(event -> assertThat(event.from()).isEqualTo(node(3)))
        .satisfies(event -> assertThat(event.detail()).contains("which does not list it"));
  }

  @Test
  void theCauseIsAskedOnceTheMeshStandsAndToldWhenItIsFoundAndWhenItIsAnother()
      throws InterruptedException {
    Reach blocked = new Reach(LinkCause.CONNECT_TIMEOUT, "no answer from 10.0.0.2:4370 in 1 s");
    Reach refused = new Reach(LinkCause.CONNECTION_REFUSED, "10.0.0.2:4370 refuses");
    mesh.whole(4).settle();
    mesh.beams.reach(node(3), node(2), blocked);
    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.sweeps(2);
    assertThat(mesh.beams.counts()).doesNotContainKey("reach");

    MeshSnapshot _ = mesh.settle();
    DiscoveryFixture.await(mesh.beams, beams -> beams.counts().getOrDefault("reach", 0L) == 2);
    DiscoveryFixture.await(mesh.beams, beams -> beams.inFlight() == 0);
    DiscoveryFixture.await(mesh, any -> isCauseKnown(any.sweepAfter(Duration.ofMillis(1))));

    LinkMissing told = mesh.told(LinkMissing.class).getLast();
    assertThat(List.of(told.from(), told.to())).containsExactly(node(3), node(2));
    assertThat(told.cause()).contains("connect_timeout");
    assertThat(told.detail()).endsWith(blocked.detail());
    assertThat(mesh.latest().defects().getFirst().back().orElseThrow().cause())
        .isEqualTo(LinkCause.REACHABLE);
    assertThat(mesh.told(LinkMissing.class)).hasSize(2);

    mesh.beams.reach(node(3), node(2), refused);
    MeshSnapshot _ = mesh.sweepAfter(Duration.ofMinutes(1));
    DiscoveryFixture.await(
        mesh,
        any -> {
          MeshSnapshot _ = any.sweepAfter(Duration.ofMillis(1));
          return any.told(LinkMissing.class).size() == 3;
        });
    assertThat(mesh.told(LinkMissing.class).getLast().cause()).contains("connection_refused");
  }

  private static boolean isCauseKnown(MeshSnapshot mesh) {
    return mesh.defects().stream().allMatch(d -> d.there().isPresent() && d.back().isPresent());
  }

  @Test
  void aNodeThatHasJustComeIsGivenTimeBeforeItsLinksAreMissed() {
    mesh.whole(3).settle();
    mesh.forgetEvents();
    mesh.start(node(9));

    MeshSnapshot _ = mesh.sweeps((int) STABLE_FOR.dividedBy(INTERVAL));
    assertThat(mesh.told(LinkMissing.class)).isEmpty();
    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.told(LinkMissing.class)).hasSize(3);
  }

  @Test
  void anotherLinkToTheSameIncarnationMakesItNoNewcomer() {
    mesh.whole(3).settle();
    mesh.forgetEvents();
    mesh.relink(node(2));
    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.sweeps(2);

    assertThat(mesh.told(LinkMissing.class)).hasSize(1);
  }

  @Test
  void aNodeThatHasGoneIsNoMissingLinkAndNoneThatIsRestored() {
    mesh.whole(4).settle();
    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.sweeps(2);
    mesh.forgetEvents();

    mesh.die(node(2));
    MeshSnapshot _ = mesh.sweeps(3);
    mesh.vanish(node(2));
    MeshSnapshot _ = mesh.sweeps(3);

    assertThat(mesh.told(LinkMissing.class)).isEmpty();
    assertThat(mesh.told(LinkRestored.class)).isEmpty();
  }

  @Test
  void ofManyMissingLinksSixtyFourAreToldASweepAndNoneTwice() {
    mesh.whole(40).settle();
    mesh.forgetEvents();
    for (NodeName one : nodes(40)) {
      nodes(40).forEach(other -> mesh.beams.disconnect(one, other));
    }
    MeshSnapshot _ = mesh.sweeps(2);
    assertThat(mesh.told(LinkMissing.class)).hasSize(LinkNews.MOST_IN_A_SWEEP);

    MeshSnapshot _ = mesh.sweeps(10);
    assertThat(mesh.told(LinkMissing.class).stream().filter(e -> e.cause().isEmpty()))
        .hasSize(MeshSnapshot.DEFECTS)
        .doesNotHaveDuplicates();
  }

  @Test
  void checksAreToldWhenTheyChangeAndFirstOnlyIfSomethingIsWrong() {
    mesh.whole(3).settle();
    assertThat(mesh.told(CheckChanged.class)).isEmpty();

    NodeName stranger = new NodeName("other@10.9.9.9");
    mesh.beams.sees(node(2), new Sighting(stranger, false, 1));
    MeshSnapshot _ = mesh.sweeps(2);

    assertThat(mesh.told(CheckChanged.class))
        .singleElement()
        .satisfies(event -> assertThat(event.check()).isEqualTo(Check.Id.MEMBERS_PURE.code()))
        .satisfies(event -> assertThat(event.status()).isEqualTo("warn"));
    mesh.beams.unsees(node(2), stranger);
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.told(CheckChanged.class).getLast().status()).isEqualTo("pass");
  }

  @Test
  void aFailingCheckIsToldByTheFirstSweep() {
    mesh.with(
            new MeshSettings(
                MeshSettings.Mode.WATCH,
                INTERVAL,
                STABLE_FOR,
                Duration.ofMinutes(30),
                4,
                MeshSettings.Joins.DEFAULT))
        .whole(3);
    mesh.beams.facts(node(2), FakeMeshCalls.facts("25", "0.9.0"));
    MeshSnapshot now = mesh.sweep();

    assertThat(mesh.told(CheckChanged.class))
        .extracting(CheckChanged::check, CheckChanged::status)
        .contains(tuple("expected", "fail"))
        .contains(tuple("otp_equal", "warn"));
    assertThat(now.conditions().get(1).reason()).isEqualTo("ChecksFailing");
    assertThat(now.conditions().get(1).message()).isEqualTo("expected fails");
  }
}
