package io.nessiecluster.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a resolv.conf line by line; what is said later wins. */
final class ResolvConfReader {

  private static final int MAX_NDOTS = 15;
  private static final int MAX_TIMEOUT_SECONDS = 30;
  private static final int DEFAULT_ATTEMPTS = 2;
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  private final List<DnsServer> nameservers = new ArrayList<>();
  private List<String> search = List.of();
  private int ndots = 1;
  private Optional<Duration> timeout = Optional.empty();
  private int attempts = DEFAULT_ATTEMPTS;
  private boolean rotate;
  private boolean useVc;

  /** What the text of a file and the variables say together. */
  static ResolvConf read(String text, ResolverVariables variables) {
    ResolvConfReader reader = new ResolvConfReader();
    text.lines().forEach(reader::line);
    variables.localDomain().ifPresent(list -> reader.search = domains(words(" " + list)));
    variables.options().ifPresent(list -> words(list).forEach(reader::option));
    return reader.result();
  }

  private ResolvConf result() {
    if (nameservers.isEmpty()) {
      nameservers.add(DnsServer.parse("127.0.0.1"));
    }
    return new ResolvConf(nameservers, search, ndots, timeout, attempts, rotate, useVc);
  }

  private void line(String line) {
    List<String> words = words(line); // a keyword stands in column one
    switch (words.getFirst()) {
      case "nameserver" -> {
        if (words.size() > 1 && nameservers.size() < ResolvConf.MAX_NAMESERVERS) {
          nameserver(words.get(1)).ifPresent(nameservers::add);
        }
      }
      case "domain" -> search = domains(words.subList(0, Math.min(2, words.size())));
      case "search" -> search = domains(words);
      case "options" -> words.forEach(this::option);
      default -> {} // comments, sortlist, and what later versions may bring
    }
  }

  /** The words of a line, but for a comment, which neither a domain nor an option begins like. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : BLANKS.split(line.stripTrailing(), -1)) {
      if (!words.isEmpty() && (word.startsWith("#") || word.startsWith(";"))) {
        break;
      }
      words.add(word);
    }
    return words;
  }

  private static Optional<DnsServer> nameserver(String word) {
    String text = word.split("[#;]", 2)[0];
    // a nameserver line has no port: brackets or "address:port" are as wrong as to glibc
    if (text.startsWith("[") || (text.contains(".") && text.matches("[^%]*:\\d+"))) {
      return Optional.empty();
    }
    Optional<DnsServer> server = parsed(text);
    int zone = text.indexOf('%');
    // a zone that this host does not have is left out, as glibc does: the failure names the server
    return server.isPresent() || zone < 0 ? server : parsed(text.substring(0, zone));
  }

  private static Optional<DnsServer> parsed(String text) {
    try {
      return Optional.of(DnsServer.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** All words but the first, without trailing dots. */
  private static List<String> domains(List<String> words) {
    return words.stream()
        .skip(1)
        .map(word -> word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
        .toList();
  }

  private void option(String word) {
    int colon = word.indexOf(':');
    @Nullable String value = colon < 0 ? null : word.substring(colon + 1);
    switch (colon < 0 ? word : word.substring(0, colon)) {
      case "rotate" -> rotate = true;
      case "use-vc" -> useVc = true;
      case "ndots" -> ndots = number(value, 0, MAX_NDOTS).orElse(ndots);
      case "attempts" -> attempts = number(value, 1, ResolvConf.MAX_ATTEMPTS).orElse(attempts);
      case "timeout" -> {
        OptionalInt seconds = number(value, 1, MAX_TIMEOUT_SECONDS);
        if (seconds.isPresent()) {
          timeout = Optional.of(Duration.ofSeconds(seconds.getAsInt()));
        }
      }
      default -> {} // edns0 and single-request are how we ask anyway; others are not for us
    }
  }

  private static OptionalInt number(@Nullable String digits, int least, int most) {
    if (digits == null || !digits.matches("\\d{1,9}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Math.clamp(Integer.parseInt(digits), least, most));
  }
}
