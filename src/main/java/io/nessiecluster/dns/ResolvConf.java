package io.nessiecluster.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
 */
record ResolvConf(
    List<DnsServer> nameservers,
    List<String> search,
    int ndots,
    Optional<Duration> timeout,
    int attempts) {

  static final int MAX_NAMESERVERS = 3;
  private static final int MAX_NDOTS = 15;
  private static final int MAX_TIMEOUT_SECONDS = 30;
  private static final int DEFAULT_ATTEMPTS = 2;
  static final int MAX_ATTEMPTS = 5;

  ResolvConf {
    nameservers = List.copyOf(nameservers);
    search = List.copyOf(search);
  }

  /** What holds where there is no file: the server at 127.0.0.1, and no search list. */
  static ResolvConf absent() {
    return parse("");
  }

  /** Reads the text of a file. */
  static ResolvConf parse(String text) {
    List<DnsServer> nameservers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    Optional<Duration> timeout = Optional.empty();
    int attempts = DEFAULT_ATTEMPTS;
    for (String line : text.lines().toList()) {
      String[] words = line.stripTrailing().split("[ \t]+", -1); // a keyword stands in column one
      switch (words[0]) {
        case "nameserver" -> {
          if (words.length > 1 && nameservers.size() < MAX_NAMESERVERS) {
            nameserver(words[1]).ifPresent(nameservers::add);
          }
        }
        case "domain" -> search = domains(words, 1);
        case "search" -> search = domains(words, words.length - 1);
        case "options" -> {
          for (String option : words) {
            ndots = option(option, "ndots:", 0, MAX_NDOTS).orElse(ndots);
            attempts = option(option, "attempts:", 1, MAX_ATTEMPTS).orElse(attempts);
            OptionalInt seconds = option(option, "timeout:", 1, MAX_TIMEOUT_SECONDS);
            if (seconds.isPresent()) {
              timeout = Optional.of(Duration.ofSeconds(seconds.getAsInt()));
            }
          }
        }
        default -> {} // comments, sortlist, and what later versions may bring
      }
    }
    if (nameservers.isEmpty()) {
      nameservers.add(DnsServer.parse("127.0.0.1"));
    }
    return new ResolvConf(nameservers, search, ndots, timeout, attempts);
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

  private static Optional<DnsServer> nameserver(String text) {
    try {
      // a nameserver line has no port: brackets or "address:port" are as wrong as to glibc
      return text.startsWith("[") || (text.contains(".") && text.matches(".*:\\d+"))
          ? Optional.empty()
          : Optional.of(DnsServer.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> domains(String[] words, int most) {
    List<String> domains = new ArrayList<>();
    for (int i = 1; i < words.length && domains.size() < most; i++) {
      domains.add(words[i].endsWith(".") ? words[i].substring(0, words[i].length() - 1) : words[i]);
    }
    return domains;
  }

  private static OptionalInt option(String word, String key, int least, int most) {
    String digits = word.startsWith(key) ? word.substring(key.length()) : "";
    if (!digits.matches("\\d{1,9}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.clamp(Integer.parseInt(digits), least, most));
  }
}
