package io.nessiecluster.cluster.round;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A caller's wait for a round ran out; the round goes on. */
public final class DiscoveryTimeoutException extends Exception {
  private static final long serialVersionUID = 1L;

  DiscoveryTimeoutException(Duration timeout) {
    super(
        "discovery did not complete within "
            + TimeUnit.MILLISECONDS.convert(timeout)
            + " ms; it goes on",
        null,
        false,
        false);
  }
}
