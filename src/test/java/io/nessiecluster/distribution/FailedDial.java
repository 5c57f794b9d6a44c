package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** A dial that fails, in time and without a link. */
final class FailedDial {

  private FailedDial() {}

  /** Dials and tells why it failed, at most 2 s after its timeout. */
  static ConnectFailedException failure(ErlangNode from, String peer, Duration timeout) {
    long start = System.nanoTime();
    AtomicReference<ConnectFailedException> failure = new AtomicReference<>();
    assertThatThrownBy(() -> from.connect(peer, timeout))
        .isInstanceOfSatisfying(ConnectFailedException.class, failure::set);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("the time until %s", failure.get())
        .isLessThan(timeout.plusSeconds(2));
    assertThat(from.links()).isEmpty();
    return failure.get();
  }

  /** Dials one whose TLS or certificate is not as wanted, which is told without what is secret. */
  static void assertTlsFailure(ErlangNode from, String peer, String detail) {
    ConnectFailedException failure = failure(from, peer, TestNodes.TIMEOUT);
    assertThat(failure.failure()).as(failure.detail()).isEqualTo(ConnectFailure.TLS_FAILURE);
    assertThat(failure.detail())
        .contains(detail)
        .contains("127.0.0.1:")
        .doesNotContain(TestNodes.COOKIE)
        .doesNotContain(TestCertificates.PASSWORD);
  }
}
