package io.nessiecluster.distribution;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * How TLS is spoken. Whatever these settings say, the certificate of a node that is dialled must be
 * trusted and bear the address in the node's name: as an IP address among its subject alternative
 * names, or a DNS name when the node's name has one (RFC 6125, RFC 9525). That of a node at a
 * target ({@link PeerNaming#BY_PEER}) must bear the address that was dialled or the host in the
 * name that the node then tells.
 *
 * @param contexts keys and authorities, asked anew for each connection
 * @param mutual whether one who dials must show a certificate that is trusted
 * @param protocols of {@code TLSv1.3} and {@code TLSv1.2}
 * @param cipherSuites by their JSSE names; none = those of the JDK
 */
public record TlsSettings(
    Contexts contexts, boolean mutual, List<String> protocols, List<String> cipherSuites) {

  /** What BEAMs speak too, the better first. */
  public static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** Where keys and authorities come from. */
  @FunctionalInterface
  public interface Contexts {
    /**
     * The context for the next connection. Once certificates were rotated it is a new one, while
     * connections that are up keep theirs. Called often and by many threads: it should not block.
     *
     * @throws GeneralSecurityException when there is none; the connection fails
     */
    SSLContext current() throws GeneralSecurityException;
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException when a protocol is none of {@link #DEFAULT_PROTOCOLS}
   */
  public TlsSettings {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    if (protocols.isEmpty() || !Set.copyOf(DEFAULT_PROTOCOLS).containsAll(protocols)) {
      throw new IllegalArgumentException("protocols " + protocols + ", not of TLSv1.3 and TLSv1.2");
    }
  }

  /** Mutual TLS 1.3 or 1.2 with the cipher suites of the JDK. */
  public static TlsSettings of(Contexts contexts) {
    return new TlsSettings(contexts, true, DEFAULT_PROTOCOLS, List.of());
  }

  /** These settings with or without a certificate asked of one who dials. */
  public TlsSettings withMutual(boolean other) {
    return new TlsSettings(contexts, other, protocols, cipherSuites);
  }

  /** These settings with other protocols. */
  public TlsSettings withProtocols(List<String> other) {
    return new TlsSettings(contexts, mutual, other, cipherSuites);
  }

  /** These settings with other cipher suites. */
  public TlsSettings withCipherSuites(List<String> other) {
    return new TlsSettings(contexts, mutual, protocols, other);
  }
}
