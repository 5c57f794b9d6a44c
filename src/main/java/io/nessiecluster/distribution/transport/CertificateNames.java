package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Printable;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The hosts and addresses that a certificate bears among its subject alternative names; the common
 * name of its subject is none of them (RFC 9525, sections 2 and 6).
 *
 * @param hosts its dNSNames as they stand, internationalized ones as A-labels; a whole left-most
 *     label may be {@code *}
 * @param addresses its iPAddresses
 */
public record CertificateNames(List<String> hosts, List<InetAddress> addresses) {

  private static final int DNS_NAME = 2; // the choices of GeneralName (RFC 5280, 4.2.1.6)
  private static final int IP_ADDRESS = 7;

  private static final int MAX_SHOWN = 4;
  private static final int MAX_CHARACTERS = 100;

  private static final String ANY_LABEL = "*.";
  private static final Pattern DOTTED = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

  public CertificateNames {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
  }

  /** Of the certificate that the peer has shown in a session; none where it has shown none. */
  static CertificateNames of(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? of(certificate)
          : new CertificateNames(List.of(), List.of());
    } catch (SSLPeerUnverifiedException _) {
      return new CertificateNames(List.of(), List.of());
    }
  }

  /** Of a certificate; none where they cannot be read. */
  public static CertificateNames of(X509Certificate certificate) {
    List<String> hosts = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(0).equals(DNS_NAME)) {
        hosts.add((String) name.get(1));
      } else if (name.get(0).equals(IP_ADDRESS)) {
        literal((String) name.get(1)).ifPresent(addresses::add);
      }
    }
    return new CertificateNames(hosts, addresses);
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  /**
   * Whether the certificate is one for a host.
   *
   * @param host an IP address, looked for among the addresses in whatever spelling, or a host name,
   *     long or short: looked for among the hosts, without regard to the case of ASCII letters
   */
  public boolean fits(String host) {
    boolean numeric = host.indexOf(':') >= 0 || DOTTED.matcher(host).matches();
    return numeric
        ? literal(host).filter(addresses::contains).isPresent()
        : host.chars().allMatch(c -> c < 0x80)
            && hosts.stream().anyMatch(borne -> fits(lower(borne), lower(host)));
  }

  /** Nothing for a range of addresses, either, which some authorities write there. */
  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean fits(String borne, String host) {
    if (!borne.startsWith(ANY_LABEL)) {
      return !borne.isEmpty() && borne.indexOf('*') < 0 && borne.equals(host);
    }
    String domain = borne.substring(1);
    int dot = host.indexOf('.');
    return dot > 0
        && domain.length() > 1
        && domain.indexOf('*') < 0
        && domain.equals(host.substring(dot));
  }

  private static String lower(String ascii) {
    return ascii.toLowerCase(Locale.ROOT);
  }

  /** The first few of them on one line, bounded, for a peer has a say in them. */
  @Override
  public String toString() {
    int all = hosts.size() + addresses.size();
    if (all == 0) {
      return "no subject alternative name of a host";
    }
    String shown =
        Stream.concat(
                hosts.stream().map(host -> "DNS:" + bounded(host)),
                addresses.stream().map(address -> "IP:" + address.getHostAddress()))
            .limit(MAX_SHOWN)
            .collect(Collectors.joining(", "));
    return all > MAX_SHOWN ? shown + " and " + (all - MAX_SHOWN) + " more" : shown;
  }

  /** Text of a peer on one line, of 100 characters at most. */
  static String bounded(String text) {
    String line = Printable.text(text.substring(0, Math.min(text.length(), MAX_CHARACTERS)));
    boolean cut = text.length() > MAX_CHARACTERS || line.length() > MAX_CHARACTERS;
    return cut ? line.substring(0, Math.min(line.length(), MAX_CHARACTERS - 1)) + "…" : line;
  }
}
