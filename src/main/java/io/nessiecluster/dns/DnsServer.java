package io.nessiecluster.dns;

import io.nessiecluster.cluster.AddressText;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Objects;
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
   * Reads {@code 10.0.0.10}, {@code 10.0.0.10:53}, {@code fd00::10}, {@code [fd00::10]}, {@code
   * [fd00::10]:53} or, of an interface of this host, {@code fe80::1%eth0}.
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
    int zone = ipv6 ? host.indexOf('%') : -1;
    try {
      return zone < 0
          ? InetAddress.ofLiteral(host)
          : Inet6Address.getByAddress(
              null,
              InetAddress.ofLiteral(host.substring(0, zone)).getAddress(),
              index(host.substring(zone + 1)));
    } catch (IllegalArgumentException | IOException e) {
      throw notAServer(text, e);
    }
  }

  /** The index of an interface of this host, of which the name or the index is given. */
  private static int index(String zone) throws IOException {
    NetworkInterface networkInterface =
        PORT.matcher(zone).matches()
            ? NetworkInterface.getByIndex(Integer.parseInt(zone))
            : NetworkInterface.getByName(zone);
    if (networkInterface == null) {
      throw new UnknownHostException("there is no interface " + zone);
    }
    return networkInterface.getIndex();
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

  /** Whether it is the same server: fe80::1 of another interface is another. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DnsServer server
        && port == server.port
        && address.equals(server.address)
        && scope() == server.scope();
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, scope(), port);
  }

  private int scope() {
    return address instanceof Inet6Address scoped ? scoped.getScopeId() : 0;
  }

  /** The address and the port, an IPv6 address in brackets, with its interface if it names one. */
  @Override
  public String toString() {
    String host = AddressText.of(address.getAddress()) + (scope() == 0 ? "" : "%" + zone());
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private String zone() {
    try {
      NetworkInterface networkInterface = NetworkInterface.getByIndex(scope());
      return networkInterface == null ? String.valueOf(scope()) : networkInterface.getName();
    } catch (SocketException e) { // it is the same, by its number
      return String.valueOf(scope());
    }
  }
}
