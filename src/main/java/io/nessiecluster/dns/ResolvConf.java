package io.nessiecluster.dns;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What resolv.conf(5) says, as glibc reads it. Lines that are not understood are skipped. Where
 * there is no {@code search} or {@code domain}, no domain is guessed from the host's name.
 *
 * @param nameservers the servers, three at most; 127.0.0.1 where the file names none
 * @param search domains to append to a relative name, without trailing dots; the last {@code
 *     search} or {@code domain} line wins
 * @param ndots from how many dots on a name is first tried as it is; 0 to 15
 * @param timeout {@code options timeout}, at most 30 s
 * @param attempts how often the list of servers is gone through; 1 to 5
 * @param rotate whether each lookup begins with another server
 * @param useVc whether questions go by TCP at once
 */
record ResolvConf(
    List<DnsServer> nameservers,
    List<String> search,
    int ndots,
    Optional<Duration> timeout,
    int attempts,
    boolean rotate,
    boolean useVc) {

  static final int MAX_NAMESERVERS = 3;
  static final int MAX_ATTEMPTS = 5;

  ResolvConf {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
  }

  /** What holds where there is no file: the server at 127.0.0.1, and no search list. */
  static ResolvConf absent(ResolverVariables variables) {
    return ResolvConfReader.read("", variables);
  }

  /** Reads the text of a file, where no variable is set. */
  static ResolvConf parse(String text) {
    return ResolvConfReader.read(text, ResolverVariables.none());
  }

  /**
   * The absolute names to ask for, in this order, each with a trailing dot: a name with a trailing
   * dot alone; else the name under each search domain, and as it is: first when it has {@link
   * #ndots} dots or more, else last.
   */
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name);
    }
    LinkedHashSet<String> candidates = new LinkedHashSet<>();
    if (name.chars().filter(c -> c == '.').count() >= ndots) {
      candidates.add(name + ".");
    }
    for (String domain : search) {
      candidates.add(domain.isEmpty() ? name + "." : name + "." + domain + ".");
    }
    candidates.add(name + ".");
    return List.copyOf(candidates);
  }
}
