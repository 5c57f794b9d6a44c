package io.nessiecluster.dns;

import io.nessiecluster.cluster.AddressText;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a DNS server listens.
 *
 * @param address its address; a name would need a DNS to find the DNS
 * @param port its port, UDP and TCP, 1 to 65535
 */
public record DnsServer(InetAddress address, int port) {

  /** The port of DNS (RFC 1035, section 4.2). */
  public static final int DEFAULT_PORT = 53;

  private static final int MAX_PORT = 65_535;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");

  public DnsServer {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
  }

  /**
   * Reads {@code 10.0.0.10}, {@code 10.0.0.10:53}, {@code fd00::10}, {@code [fd00::10]} or {@code
   * [fd00::10]:53}.
   *
   * @throws IllegalArgumentException for anything else, with a message that says what is allowed
   */
  public static DnsServer parse(String text) {
    String trimmed = text.strip();
    boolean bracketed = trimmed.startsWith("[");
    boolean bareIpv6 = !bracketed && trimmed.indexOf(':') != trimmed.lastIndexOf(':');
    int hostEnd = bracketed ? trimmed.indexOf(']') : bareIpv6 ? -1 : trimmed.indexOf(':');
    if (hostEnd < 0) {
      if (bracketed) {
        throw notAServer(text, null);
      }
      return new DnsServer(literal(trimmed, bareIpv6, text), DEFAULT_PORT);
    }
    String host = trimmed.substring(bracketed ? 1 : 0, hostEnd);
    String rest = trimmed.substring(bracketed ? hostEnd + 1 : hostEnd);
    return new DnsServer(literal(host, bracketed, text), port(rest, text));
  }

  private static InetAddress literal(String host, boolean ipv6, String text) {
    // ofLiteral also takes 10.1 and 167772161 for addresses, which nobody means here
    if (ipv6 != host.contains(":") || (!ipv6 && !IPV4.matcher(host).matches())) {
      throw notAServer(text, null);
    }
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw notAServer(text, e);
    }
  }

  private static int port(String rest, String text) {
    if (rest.isEmpty()) {
      return DEFAULT_PORT;
    }
    if (rest.charAt(0) != ':' || !PORT.matcher(rest.substring(1)).matches()) {
      throw notAServer(text, null);
    }
    int port = Integer.parseInt(rest.substring(1));
    if (port < 1 || port > MAX_PORT) {
      throw notAServer(text, null);
    }
    return port;
  }

  private static IllegalArgumentException notAServer(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is not a DNS server: an IP address is wanted, with a port where it is not 53,"
            + " such as 10.0.0.10, 10.0.0.10:5353, fd00::10 or [fd00::10]:5353",
        cause);
  }

  /** The address and the port, an IPv6 address in brackets. */
  @Override
  public String toString() {
    String host = AddressText.of(address.getAddress());
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
