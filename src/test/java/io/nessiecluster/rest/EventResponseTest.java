package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the mesh, as it is told to readers of the events. */
class EventResponseTest {

  private static final Instant AT = Instant.parse("2026-11-30T10:00:00Z");
  private static final NodeName FROM = new NodeName("app@10.0.0.2");
  private static final NodeName TO = new NodeName("app@10.0.0.5");

  @Test
  void aSplitHasItsIslands() {
    EventResponse event = EventResponse.of(new ClusterEvent.MeshSplit(AT, 5, 2, "3 and 2"));

    assertThat(event.type()).isEqualTo("mesh-split");
    assertThat(event.at()).isEqualTo(AT);
    assertThat(event.members()).isEqualTo(5);
    assertThat(event.islands()).isEqualTo(2);
    assertThat(event.detail()).isEqualTo("3 and 2");
    assertThat(event.node()).isNull();
  }

  @Test
  void aWholeMeshIsOneIsland() {
    EventResponse event = EventResponse.of(new ClusterEvent.MeshWhole(AT, 5));

    assertThat(event.type()).isEqualTo("mesh-whole");
    assertThat(event.members()).isEqualTo(5);
    assertThat(event.islands()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(LinkCause.class)
  void aMissingLinkHasTheHintOfItsCause(LinkCause cause) {
    EventResponse event =
        EventResponse.of(
            new ClusterEvent.LinkMissing(AT, FROM, TO, Optional.of(cause.code()), "at port 4370"));

    assertThat(event.type()).isEqualTo("link-missing");
    assertThat(event.node()).isEqualTo(FROM.text());
    assertThat(event.peer()).isEqualTo(TO.text());
    assertThat(event.cause()).isEqualTo(cause.code());
    assertThat(event.detail()).isEqualTo("at port 4370");
    assertThat(event.hint()).isEqualTo(cause.hint());
  }

  @Test
  void aMissingLinkOfWhichNoCauseIsKnownHasNoHint() {
    EventResponse event =
        EventResponse.of(
            new ClusterEvent.LinkMissing(
                AT, FROM, TO, Optional.empty(), "neither lists the other"));

    assertThat(event.cause()).isNull();
    assertThat(event.hint()).isNull();
  }

  @Test
  void aRestoredLinkNamesBoth() {
    EventResponse event = EventResponse.of(new ClusterEvent.LinkRestored(AT, FROM, TO));

    assertThat(event.type()).isEqualTo("link-restored");
    assertThat(event.node()).isEqualTo(FROM.text());
    assertThat(event.peer()).isEqualTo(TO.text());
  }

  @Test
  void aCheckHasItsStatusAndItsEvidence() {
    EventResponse event =
        EventResponse.of(new ClusterEvent.CheckChanged(AT, "mnesia_whole", "fail", "seen"));

    assertThat(event.type()).isEqualTo("check-changed");
    assertThat(event.check()).isEqualTo("mnesia_whole");
    assertThat(event.status()).isEqualTo("fail");
    assertThat(event.detail()).isEqualTo("seen");
  }

  @Test
  void aMemberThatWasJoinedNamesWithWhomAndAsWhat() {
    EventResponse event = EventResponse.of(new ClusterEvent.MemberJoined(AT, FROM, TO, "newcomer"));

    assertThat(event.type()).isEqualTo("member-joined");
    assertThat(event.node()).isEqualTo(FROM.text());
    assertThat(event.peer()).isEqualTo(TO.text());
    assertThat(event.kind()).isEqualTo("newcomer");
    assertThat(event.rule()).isNull();
  }

  @Test
  void aJoinThatFailedTellsWhatWasSeen() {
    EventResponse event =
        EventResponse.of(new ClusterEvent.JoinFailed(AT, FROM, TO, "island", "timeout: 15 s"));

    assertThat(event.type()).isEqualTo("join-failed");
    assertThat(event.node()).isEqualTo(FROM.text());
    assertThat(event.peer()).isEqualTo(TO.text());
    assertThat(event.kind()).isEqualTo("island");
    assertThat(event.detail()).isEqualTo("timeout: 15 s");
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void aRefusedJoinHasTheHintOfItsRule(Rule rule) {
    EventResponse event =
        EventResponse.of(
            new ClusterEvent.JoinRefused(AT, FROM, TO, "island", rule.code(), "as found"));

    assertThat(event.type()).isEqualTo("join-refused");
    assertThat(event.peer()).isEqualTo(TO.text());
    assertThat(event.kind()).isEqualTo("island");
    assertThat(event.rule()).isEqualTo(rule.code());
    assertThat(event.detail()).isEqualTo("as found");
    assertThat(event.hint()).isEqualTo(rule.hint());
  }

  @Test
  void adviceTellsWhatItWouldTake() {
    EventResponse event =
        EventResponse.of(new ClusterEvent.JoinAdvised(AT, FROM, TO, "link", "1 connect"));

    assertThat(event.type()).isEqualTo("join-advised");
    assertThat(event.kind()).isEqualTo("link");
    assertThat(event.detail()).isEqualTo("1 connect");
  }

  @Test
  void anActByHandTellsItsCaller() {
    EventResponse event =
        EventResponse.of(
            new ClusterEvent.ActedByHand(AT, "POST /cluster/stop", "10.0.0.7", "done"));

    assertThat(event.type()).isEqualTo("acted-by-hand");
    assertThat(event.at()).isEqualTo(AT);
    assertThat(event.act()).isEqualTo("POST /cluster/stop");
    assertThat(event.caller()).isEqualTo("10.0.0.7");
    assertThat(event.outcome()).isEqualTo("done");
  }

  @Test
  void aNameClashTellsTheNames() {
    EventResponse event =
        EventResponse.of(new ClusterEvent.NameClash(AT, FROM, TO, "scheduler, leader"));

    assertThat(event.type()).isEqualTo("name-clash");
    assertThat(event.node()).isEqualTo(FROM.text());
    assertThat(event.peer()).isEqualTo(TO.text());
    assertThat(event.detail()).isEqualTo("scheduler, leader");
  }
}
