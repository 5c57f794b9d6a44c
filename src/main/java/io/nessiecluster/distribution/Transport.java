package io.nessiecluster.distribution;

import io.nessiecluster.distribution.transport.Carrier;
import io.nessiecluster.distribution.transport.PlainCarrier;
import io.nessiecluster.distribution.transport.TlsCarrier;

/**
 * What carries the bytes of links: TCP as it is ({@code -proto_dist inet_tcp} of a BEAM), or TLS
 * over it ({@code -proto_dist inet_tls}). All nodes of a cluster use the same. EPMD is always
 * plain.
 */
public final class Transport {

  private final Carrier carrier;

  private Transport(Carrier carrier) {
    this.carrier = carrier;
  }

  /** Plain TCP. */
  public static Transport plain() {
    return new Transport(new PlainCarrier());
  }

  /** TLS, in both directions. */
  public static Transport tls(TlsSettings settings) {
    return new Transport(
        new TlsCarrier(
            settings.contexts()::current,
            settings.mutual(),
            settings.protocols(),
            settings.cipherSuites()));
  }

  Carrier carrier() {
    return carrier;
  }
}
