package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of event, as a line for people. */
class EventLineTest {

  private static final Instant AT = Instant.parse("2026-11-30T10:00:00.9Z");
  private static final NodeName ONE = new NodeName("app@10.0.0.1");
  private static final NodeName TWO = new NodeName("app@10.0.0.2");
  private static final NodeConnectError REFUSED =
      new NodeConnectError(ONE, ConnectCause.CONNECTION_REFUSED, "10.0.0.1:4370 refuses");
  private static final LookupResult FAILED =
      lookup(new LookupOutcome.NoAnswer(Reason.SERVFAIL, "from 10.96.0.10:53"));
  private static final LookupResult ANSWERED =
      lookup(new LookupOutcome.Answer(List.of("10.0.0.1"), Duration.ofSeconds(5)));

  private static LookupResult lookup(LookupOutcome outcome) {
    return new LookupResult("app.svc.", RecordType.A, outcome, Duration.ofMillis(1));
  }

  private static DiscoveryRound round(List<NodeConnectError> errors, LookupResult... lookups) {
    return new DiscoveryRound(
        42, AT, Duration.ofMillis(12), List.of(ONE), errors, List.of(lookups));
  }

  static Stream<Arguments> events() {
    return Stream.of(
        Arguments.of(
            new ClusterEvent.NodeDiscovered(AT, ONE, "app.svc."),
            "node-discovered  app@10.0.0.1  by app.svc."),
        Arguments.of(
            new ClusterEvent.NodeNamed(AT, ONE, TWO),
            "node-named       app@10.0.0.1  known as app@10.0.0.2 before"),
        Arguments.of(new ClusterEvent.NodeConnected(AT, ONE, 0), "node-connected   app@10.0.0.1"),
        Arguments.of(
            new ClusterEvent.NodeConnected(AT, ONE, 3),
            "node-connected   app@10.0.0.1  after 3 failures"),
        Arguments.of(
            new ClusterEvent.NodeLost(AT, ONE, LossCause.CONNECTION_RESET, "by peer"),
            "node-lost        app@10.0.0.1  connection_reset: by peer"),
        Arguments.of(
            new ClusterEvent.NodeFailing(AT, ONE, REFUSED, 1),
            "node-failing     app@10.0.0.1  connection_refused: 10.0.0.1:4370 refuses"),
        Arguments.of(
            new ClusterEvent.NodeVanished(AT, ONE, true),
            "node-vanished    app@10.0.0.1  still connected"),
        Arguments.of(
            new ClusterEvent.NodeVanished(AT, ONE, false), "node-vanished    app@10.0.0.1"),
        Arguments.of(
            new ClusterEvent.DnsFailing(AT, FAILED, 1),
            "dns-failing      app.svc. A  servfail: from 10.96.0.10:53"),
        Arguments.of(
            new ClusterEvent.DnsRecovered(AT, ANSWERED, 1),
            "dns-recovered    app.svc. A  after 1 failure"),
        Arguments.of(
            new ClusterEvent.MeshSplit(AT, 5, 2, "3 and 2"),
            "mesh-split       2 islands of 5 members  3 and 2"),
        Arguments.of(new ClusterEvent.MeshWhole(AT, 5), "mesh-whole       5 members"),
        Arguments.of(
            new ClusterEvent.LinkMissing(AT, ONE, TWO, Optional.of("connect_timeout"), "no answer"),
            "link-missing     app@10.0.0.1 and app@10.0.0.2  connect_timeout: no answer"),
        Arguments.of(
            new ClusterEvent.LinkMissing(AT, ONE, TWO, Optional.empty(), "not asked yet"),
            "link-missing     app@10.0.0.1 and app@10.0.0.2  not asked yet"),
        Arguments.of(
            new ClusterEvent.LinkRestored(AT, ONE, TWO),
            "link-restored    app@10.0.0.1 and app@10.0.0.2"),
        Arguments.of(
            new ClusterEvent.CheckChanged(AT, "otp_equal", "warn", "26 and 27"),
            "check-changed    otp_equal  warn: 26 and 27"),
        Arguments.of(
            new ClusterEvent.MemberJoined(AT, ONE, TWO, "newcomer"),
            "member-joined    app@10.0.0.1 with app@10.0.0.2  newcomer"),
        Arguments.of(
            new ClusterEvent.JoinFailed(AT, ONE, TWO, "island", "it said no"),
            "join-failed      app@10.0.0.1 with app@10.0.0.2  island: it said no"),
        Arguments.of(
            new ClusterEvent.JoinRefused(AT, ONE, TWO, "link", "way_blocked", "port 4370"),
            "join-refused     app@10.0.0.1 with app@10.0.0.2  link: way_blocked: port 4370"),
        Arguments.of(
            new ClusterEvent.JoinAdvised(AT, ONE, TWO, "link", "the mode is advise"),
            "join-advised     app@10.0.0.1 with app@10.0.0.2  link: the mode is advise"),
        Arguments.of(
            new ClusterEvent.NameClash(AT, ONE, TWO, "scheduler"),
            "name-clash       app@10.0.0.1 with app@10.0.0.2  scheduler"),
        Arguments.of(
            new ClusterEvent.ActedByHand(AT, "POST /cluster/stop", "10.0.0.7", "done"),
            "acted-by-hand    POST /cluster/stop  from 10.0.0.7: done"),
        Arguments.of(
            new ClusterEvent.RoundCompleted(AT, round(List.of(), ANSWERED)),
            "round-completed  round 42 in 12 ms: 1 node"),
        Arguments.of(
            new ClusterEvent.RoundCompleted(AT, round(List.of(REFUSED, REFUSED), FAILED)),
            "round-completed  round 42 in 12 ms: 1 node, 2 failed dials, 1 failed lookup"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void itSaysWhenWhatAndToWhom(ClusterEvent event, String told) {
    assertThat(EventLine.of(event)).isEqualTo("2026-11-30T10:00:00Z  " + told);
  }

  @Test
  void noKindOfEventIsForgottenHere() {
    assertThat(events().map(of -> of.get()[0].getClass().getName()))
        .containsAll(kinds(ClusterEvent.class).map(Class::getName).toList());
  }

  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(kind -> kind.isSealed() ? kinds(kind) : Stream.of(kind));
  }

  @Test
  void whatIsTooLongForALineIsCut() {
    String line =
        EventLine.of(
            new ClusterEvent.NodeLost(AT, ONE, LossCause.CONNECTION_RESET, "x".repeat(200)));

    assertThat(line).hasSize(100).endsWith("xxx…");
  }
}
