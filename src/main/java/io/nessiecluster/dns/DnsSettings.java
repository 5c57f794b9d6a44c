package io.nessiecluster.dns;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to ask the DNS.
 *
 * @param servers the servers to ask, in this order; empty for those of resolv.conf
 * @param timeout the bound on one attempt at one server, UDP and TCP together; 1 ms to 1 min. A
 *     shorter {@code options timeout} of resolv.conf wins.
 * @param resolvConf where search list and options come from, and servers where none are given
 * @param variables what of that the environment says otherwise
 */
public record DnsSettings(
    List<DnsServer> servers, Duration timeout, Path resolvConf, ResolverVariables variables) {

  private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  public DnsSettings {
    servers = List.copyOf(servers);
    if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException("a DNS timeout is 1 ms to 1 min, not " + timeout);
    }
  }

  /** Settings where no variable is set. */
  public DnsSettings(List<DnsServer> servers, Duration timeout, Path resolvConf) {
    this(servers, timeout, resolvConf, ResolverVariables.none());
  }

  /** The servers of {@code /etc/resolv.conf}, 2 s each. */
  public static DnsSettings defaults() {
    return new DnsSettings(List.of(), Duration.ofSeconds(2), Path.of("/etc/resolv.conf"));
  }

  /**
   * The longest that a lookup of one name and type takes, whatever resolv.conf says then, which may
   * change at any time: {@code options attempts:5}, and three servers unless some are given here.
   */
  public Duration lookupBound() {
    int most = servers.isEmpty() ? ResolvConf.MAX_NAMESERVERS : servers.size();
    return timeout.multipliedBy(ResolvConf.MAX_ATTEMPTS * (long) most + 1);
  }

  /** These settings with other servers. */
  public DnsSettings withServers(List<DnsServer> other) {
    return new DnsSettings(other, timeout, resolvConf, variables);
  }

  /** These settings with another timeout. */
  public DnsSettings withTimeout(Duration other) {
    return new DnsSettings(servers, other, resolvConf, variables);
  }

  /** These settings with another resolv.conf. */
  public DnsSettings withResolvConf(Path other) {
    return new DnsSettings(servers, timeout, other, variables);
  }

  /** These settings with other variables. */
  public DnsSettings withVariables(ResolverVariables other) {
    return new DnsSettings(servers, timeout, resolvConf, other);
  }
}
