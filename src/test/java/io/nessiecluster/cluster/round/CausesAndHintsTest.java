package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each failure has a typed cause with a stable code and a hint to act on. */
class CausesAndHintsTest {

  @Test
  void theCodesOfConnectCausesAreStable() {
    assertThat(Arrays.stream(ConnectCause.values()).map(ConnectCause::code))
        .containsExactlyInAnyOrder(
            "epmd_unreachable",
            "epmd_timeout",
            "name_not_registered",
            "connection_refused",
            "connect_timeout",
            "handshake_timeout",
            "not_allowed",
            "cookie_mismatch",
            "name_mismatch",
            "incompatible_version",
            "tls_failure",
            "already_connected",
            "local_node_is_not_alive",
            "out_of_resources",
            "protocol_error",
            "challenge_reflected",
            "closed_in_handshake",
            "own_node",
            "duplicate_own_name",
            "lost_at_once",
            "lost_at_one_age",
            "duplicate_name",
            "foreign_name");
  }

  @Test
  void theCodesOfDnsOutcomesAreStable() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::code))
        .containsExactlyInAnyOrder(
            "no_data", "nxdomain", "servfail", "refused", "timeout", "network_error", "truncated");
    assertThat(Reason.SERVFAIL.causeCode()).isEqualTo("dns_servfail");
    assertThat(new NoAnswer(Reason.REFUSED, "").code()).isEqualTo("refused");
  }

  @Test
  void onlyNoDataAndNxdomainAreNoFailures() {
    assertThat(Arrays.stream(Reason.values()).filter(reason -> !reason.isFailure()))
        .containsExactly(Reason.NO_DATA, Reason.NXDOMAIN);
  }

  @Test
  void theCodesOfLossesAndStatesAreStable() {
    assertThat(Arrays.stream(LossCause.values()).map(LossCause::code))
        .containsExactlyInAnyOrder(
            "closed_by_peer",
            "connection_reset",
            "tick_timeout",
            "write_stalled",
            "out_of_resources",
            "protocol_error",
            "replaced",
            "disconnected",
            "node_stopped",
            "unknown",
            "duplicate_own_name");
    assertThat(Arrays.stream(NodeState.values()).map(NodeState::code))
        .containsExactly("discovered", "connected", "failing", "vanished");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyDnsReasonHasAHintOfOneLine(Reason reason) {
    assertThat(reason.hint()).isNotBlank().doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource(value = ConnectCause.class, mode = EnumSource.Mode.EXCLUDE, names = "OWN_NODE")
  void everyConnectCauseReachesTheReaderWithItsHint(ConnectCause cause) throws Exception {
    assertThat(cause.hint()).isNotBlank().doesNotContain("\n");
    try (DiscoveryFixture fixture = new DiscoveryFixture()) {
      fixture.peers.fails(peer(2), cause);
      fixture.named(2).byHand().start();
      fixture.round();

      KnownNode.Trouble trouble = fixture.known(peer(2)).trouble().orElseThrow();
      assertThat(trouble.cause()).isEqualTo(cause.code());
      assertThat(trouble.hint()).contains(cause.hint());
      assertThat(fixture.logged(cause.code()))
          .singleElement()
          .satisfies(line -> assertThat(line).contains(cause.hint(), "as scripted"));
    }
  }
}
