package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.LossPattern;
import io.nessiecluster.mesh.Member;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.rest.ChangedMesh;
import io.nessiecluster.rest.MeshSnapshots;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a terminal is answered, letter by letter where it matters. */
class OverviewTextTest {

  private static final Duration LONG = Duration.ofHours(3);

  /** Five connected nodes, app@10.0.0.2 to .6. */
  private static OverviewBuilder five() {
    OverviewBuilder five = new OverviewBuilder().answer(RecordType.A, 5);
    for (int host = 2; host <= 6; host++) {
      five.connected("app@10.0.0." + host, LONG);
    }
    return five;
  }

  @Test
  void aWholeMeshIsSaidInAFewLines() {
    String text =
        new OverviewBuilder()
            .answer(RecordType.A, 2)
            .noAnswer(RecordType.AAAA, Reason.NO_DATA, "from 10.96.0.10")
            .connected("app@10.0.0.2", LONG)
            .connected("app@10.0.0.3", Duration.ofSeconds(100))
            .mesh(MeshSnapshots.whole(2))
            .text();

    assertThat(text)
        .isEqualTo(
            """
            nessie-cluster 0.2.0   shop   WHOLE for 2 min: 2 of 2 members linked   round 42, 3 s ago
              observer@10.0.0.9

            NODES           STATE      FOR    SEES    OTP  RELEASE
              app@10.0.0.2  connected  3 h    1 of 1  27   shop 1.4.2
              app@10.0.0.3  connected  100 s  1 of 1  27   shop 1.4.2

            DNS   app.prod.svc.cluster.local.   A 2 (ttl 5 s)   AAAA no_data

            MORE  /cluster/mesh  /cluster/nodes  /cluster/checks  /cluster/events  /q/openapi  /?watch
            """);
  }

  @Test
  void aSplitMeshBeginsWithWhatIsWrongAndWhatToDo() {
    String text =
        five()
            .failing(
                "app@10.0.0.7",
                Duration.ofMinutes(12),
                ConnectCause.COOKIE_MISMATCH,
                "10.0.0.7:4370: the peer closed on this node's proof of the cookie",
                144)
            .mesh(MeshSnapshots.split())
            .text();

    assertThat(text)
        .isEqualTo(
            """
            nessie-cluster 0.2.0   shop   SPLIT for 2 min: 2 islands, 5 of 5 members linked   round 42, 3 s ago
              observer@10.0.0.9

            WRONG
              app@10.0.0.5 is missed by 3 of 4: the way to it is blocked (connect_timeout: no answer from
                10.0.0.5:4370 in 1 s), for 2 min
                  open the ports of inet_dist_listen_min to _max between members; a firewall drops them
              app@10.0.0.5 and 1 more are an island of their own, for 2 min
              app@10.0.0.7: cookie_mismatch: 10.0.0.7:4370: the peer closed on this node's proof of the cookie,
                144 failures, for 12 min
                  compare the cookie of this service with the one of the node
              check names_unique: fail: 1 name is registered in two islands: scheduler, for 2 min
                  docs/operations.md says for each check what to do
              check members_pure: warn: 1 stranger is seen, for 2 min
                  docs/operations.md says for each check what to do

            NODES           STATE      FOR     SEES    OTP  RELEASE
              app@10.0.0.7  failing    12 min
              app@10.0.0.2  connected  3 h     2 of 4  27   shop 1.4.2
              app@10.0.0.3  connected  3 h     2 of 4  27   shop 1.4.2
              app@10.0.0.4  connected  3 h     2 of 4  27   shop 1.4.2
              app@10.0.0.5  connected  3 h     1 of 4  27   shop 1.4.2
              app@10.0.0.6  connected  3 h     1 of 4  27   shop 1.4.2

            DNS   app.prod.svc.cluster.local.   A 5 (ttl 5 s)

            MORE  /cluster/mesh  /cluster/nodes  /cluster/checks  /cluster/events  /q/openapi  /?watch
            """);
  }

  @Test
  void whereNothingIsSetItSaysWhatToSet() {
    String text = new OverviewBuilder().state(DiscoveryState.IGNORING).notAlive().text();

    assertThat(text)
        .isEqualTo(
            """
            nessie-cluster 0.2.0   shop   NOTHING TO DISCOVER   no rounds   observer@10.0.0.9 (not alive)

            NOTHING IS LOOKED UP   These three settings are enough; docs/configuration.md has all:
              NESSIE_CLUSTER_QUERY=app=app.default.svc.cluster.local.  basename=headless Service
              NESSIE_CLUSTER_COOKIE_FILE=/etc/nessie-cluster/cookie    a file with the nodes' cookie
              NESSIE_CLUSTER_NODE_NAME=nessie@$(POD_IP)                the node of this service

            MORE  /cluster/mesh  /cluster/nodes  /cluster/checks  /cluster/events  /q/openapi  /?watch
            """);
  }

  @Test
  void beforeTheFirstRoundItSaysSo() {
    assertThat(new OverviewBuilder().lines().getFirst())
        .contains("0 of 0 members linked, mesh not seen yet   no round yet");
  }

  @Test
  void whereTheMeshIsNotWatchedTheNodesAreCounted() {
    OverviewBuilder found = five().discovered("app@10.0.0.7", LONG).vanished("app@10.0.0.8", LONG);

    assertThat(found.mesh(MeshSnapshots.off()).lines().getFirst())
        .contains("   5 of 6 members linked, mesh not watched   ");
  }

  @Test
  void itSaysHowManyMembersAreMissing() {
    assertThat(five().mesh(ChangedMesh.expecting(7, MeshSnapshots.whole(5))).text())
        .contains("5 of 5 members linked, 7 expected");
    assertThat(five().mesh(ChangedMesh.expecting(5, MeshSnapshots.whole(5))).text())
        .doesNotContain("expected");
  }

  @Test
  void aStoppedDiscoveryIsWrongThoughTheMeshIsSeenStill() {
    assertThat(five().state(DiscoveryState.STOPPED).mesh(MeshSnapshots.whole(5)).text())
        .contains("   STOPPED   WHOLE for 2 min: 5 of 5 members linked")
        .contains("WRONG\n  discovery is stopped\n      POST /cluster/start starts it\n");
  }

  @Test
  void aNodeWithoutACookieIsTheFirstThatIsWrong() {
    assertThat(five().notAlive().mesh(MeshSnapshots.split()).text())
        .contains("WRONG\n  this node is not alive, so that none can be connected\n")
        .contains("\n      give it the cookie of the nodes: nessie-cluster.cookie-file\n")
        .contains("observer@10.0.0.9 (not alive)\n");
  }

  @Test
  void aLookupThatFailsIsToldWithItsHint() {
    assertThat(
            new OverviewBuilder()
                .noAnswer(RecordType.A, Reason.SERVFAIL, "from 10.96.0.10:53")
                .text())
        .contains(
            "WRONG\n  lookup of app.prod.svc.cluster.local. A: servfail: from 10.96.0.10:53\n"
                + "      the DNS server has trouble of its own")
        .contains("\nDNS   app.prod.svc.cluster.local.   A servfail\n");
  }

  @Test
  void aNameOfNobodyIsToldWithItsHint() {
    assertThat(
            new OverviewBuilder()
                .noAnswer(RecordType.A, Reason.NXDOMAIN, "x")
                .noAnswer(RecordType.AAAA, Reason.NXDOMAIN, "x")
                .text())
        .contains(
            "WRONG\n  lookup of app.prod.svc.cluster.local.: no address (nxdomain)\n"
                + "      check the name for a typing error");
  }

  @Test
  void oneFamilyWithoutAddressesBesideTheOtherIsNothingWrong() {
    assertThat(
            new OverviewBuilder()
                .answer(RecordType.A, 1)
                .noAnswer(RecordType.AAAA, Reason.NO_DATA, "x")
                .text())
        .doesNotContain("WRONG");
  }

  @Test
  void aNodeThatIsLostAgainAndAgainIsToldOnce() {
    String text =
        new OverviewBuilder()
            .failing("app@10.0.0.2", LONG, ConnectCause.CONNECTION_REFUSED, "refused", 3)
            .flapping(
                "app@10.0.0.2",
                new LossPattern(ConnectCause.LOST_AT_ONCE, 3, Duration.ofMillis(200)))
            .text();

    assertThat(text)
        .contains("app@10.0.0.2: the connection was lost 3 times in a row at once after it came up")
        .doesNotContain("connection_refused");
  }

  @Test
  void oneTryIsCalledOne() {
    assertThat(
            new OverviewBuilder()
                .failing("app@10.0.0.2", Duration.ofSeconds(5), ConnectCause.EPMD_TIMEOUT, "x", 1)
                .text())
        .contains(": x, 1 failure, for 5 s\n");
  }

  @Test
  void ofManyNodesTheWorstAreListedAndTheOthersCounted() {
    OverviewBuilder many = new OverviewBuilder().answer(RecordType.A, 1000);
    for (int i = 0; i < 1000; i++) {
      many.connected("app@10.0.%d.%d".formatted(i / 250, i % 250), LONG);
    }
    for (int i = 0; i < 60; i++) {
      many.failing("bad@10.1.0." + i, LONG, ConnectCause.CONNECTION_REFUSED, "refused", 3);
    }

    assertThat(many.lines())
        .hasSizeLessThan(300)
        .contains("  and 10 more: /cluster/errors, /cluster/mesh and /cluster/checks")
        .contains("  and 1010 more: /cluster/nodes")
        .noneMatch(line -> line.startsWith("  app@"));
  }

  @Test
  void aNameAsLongAsAnyIsWrappedWhereItIsToldAndCutInTheTable() {
    String name = "app@" + "h".repeat(251);

    assertThat(
            new OverviewBuilder()
                .failing(name, LONG, ConnectCause.CONNECTION_REFUSED, "refused", 3)
                .lines())
        .contains("  app@" + "h".repeat(94), "    " + "h".repeat(96))
        .anyMatch(line -> line.matches("  app@h{50,}…  failing  3 h"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void whatPeersSayIsEscapedAndNoHtmlOrColourOfTheirs() {
    assertThat(
            new OverviewBuilder()
                .failing(
                    "\u001b[31m<b>@10.0.0.2",
                    LONG,
                    ConnectCause.CONNECTION_REFUSED,
                    "one\ntwo \u202e three",
                    1)
                .text())
        .contains("\\u{1B}[31m<b>@10.0.0.2: connection_refused: one\\u{A}two \\u{202E} three");
  }

  @Test
  void aMemberThatTellsNothingIsNoIslandButAnUnknownView() {
    Member silent = new Member(new NodeName("app@10.0.0.9"), Optional.of("10.0.0.9"), true, 1);

    assertThat(five().mesh(ChangedMesh.withSilent(silent, MeshSnapshots.whole(5))).text())
        .contains("   WHOLE for 2 min: 6 of 6 members linked, 1 view unknown")
        .contains("WRONG\n  app@10.0.0.9 does not tell whom it sees: timeout\n");
  }

  @Test
  void joinsThatWaitForSomebodyAreTold() {
    String message =
        "heals have not lasted, and wait for POST /cluster/mesh/resume; 0 joins are planned";
    Condition waiting =
        new Condition(
            Condition.Type.HEALING,
            Condition.Status.FALSE,
            Keeping.State.SUSPENDED.reason(),
            message,
            MeshSnapshots.SINCE);

    assertThat(five().mesh(ChangedMesh.with(waiting, MeshSnapshots.whole(5))).text())
        .contains("WRONG\n  joins: " + message + "\n      GET /cluster/mesh/plan tells of each\n");
  }

  @Test
  void otherVerdictsAreSaidAsTheyAre() {
    for (Verdict verdict : Verdict.values()) {
      assertThat(five().mesh(ChangedMesh.with(verdict, MeshSnapshots.whole(5))).lines().getFirst())
          .contains("   " + verdict.name() + " for 2 min: 5 of 5 members linked   ");
    }
  }
}
