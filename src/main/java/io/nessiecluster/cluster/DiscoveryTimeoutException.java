package io.nessiecluster.cluster;

import java.time.Duration;

/** A caller's wait for a round ran out; the round goes on. */
public final class DiscoveryTimeoutException extends Exception {
  private static final long serialVersionUID = 1L;

  DiscoveryTimeoutException(Duration timeout) {
    super(
        "discovery did not complete within " + timeout.toMillis() + " ms; it goes on",
        null,
        false,
        false);
  }
}
