package io.nessiecluster.app;

import io.nessiecluster.cluster.AddressText;
import java.net.InetAddress;
import java.util.Optional;

/** The one text of an IPv6 address in a node name: names compare as text. */
final class CanonicalText {

  private CanonicalText() {}

  /** The canonical text of an IPv6 address that is written otherwise; else nothing. */
  static Optional<String> insteadOf(String host) {
    try {
      return host.contains(":")
          ? Optional.of(AddressText.of(InetAddress.ofLiteral(host).getAddress()))
              .filter(canonical -> !canonical.equals(host))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no address: the lookup of the host tells
    }
  }
}
