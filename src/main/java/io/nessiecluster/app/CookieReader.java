package io.nessiecluster.app;

import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.Cookie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the cookie, as BEAMs do: of {@code .erlang.cookie} they take one line, of {@code
 * -setcookie} and {@code RELEASE_COOKIE} all that is given. Never shows it: {@code ...} or the file
 * stand for it in a message.
 */
final class CookieReader {

  /** What becomes of a line end behind the cookie. */
  enum LineEnd {
    STRIP,
    KEEP
  }

  private static final String ALLOWED =
      "a cookie of 1 to 255 characters, all of them printable ASCII (of others a BEAM makes other bytes"
          + " in another locale)";
  private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+$");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");
  private static final String STRIPPED =
      "a line end was stripped from this node's cookie, which a node keeps that was given it by"
          + " -setcookie or RELEASE_COOKIE (nessie-cluster.cookie-line-end=keep)";

  private final ClusterConfig config;
  private final SettingReader reader;
  private final List<String> warnings = new ArrayList<>();

  CookieReader(ClusterConfig config, SettingReader reader) {
    this.config = config;
    this.reader = reader;
  }

  /** What is worth a warning about the cookie that was read; a line each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** For how long the former cookie counts once that of the file has changed. */
  Duration overlap() {
    Duration overlap =
        reader.duration(
            "cookie-overlap", config.cookieOverlap(), Duration.ZERO, Duration.ofDays(1));
    if (!overlap.isZero() && config.cookieFile().isEmpty()) {
      warnings.add(
          "nessie-cluster.cookie-overlap has no effect without nessie-cluster.cookie-file, as no"
              + " other cookie changes");
    }
    return overlap;
  }

  /** The cookie; nothing when there is none, or a wrong one, of which the reader knows then. */
  Optional<Cookie> read() {
    LineEnd lineEnd = reader.choice("cookie-line-end", config.cookieLineEnd(), LineEnd.class);
    if (config.cookieFile().isPresent() && config.cookie().isPresent()) {
      reader.reject("cookie", "...", "either cookie or cookie-file, not both");
      return Optional.empty();
    }
    return config
        .cookieFile()
        .map(
            file ->
                reader
                    .file("cookie-file", file, ALLOWED)
                    .flatMap(text -> cookie("cookie-file", file, text, lineEnd)))
        .orElseGet(() -> config.cookie().flatMap(text -> cookie("cookie", "...", text, lineEnd)));
  }

  private Optional<Cookie> cookie(String key, String shown, String text, LineEnd lineEnd) {
    String line = LINE_ENDS.matcher(text).replaceFirst("");
    String kept = lineEnd == LineEnd.KEEP ? text : line;
    if (line.isBlank()
        || !PRINTABLE.matcher(line).matches()
        || kept.length() > Cookie.MAX_CHARACTERS) {
      reader.reject(key, shown, ALLOWED);
      return Optional.empty();
    }
    if (!line.equals(line.strip())) {
      warnings.add(
          "the cookie of nessie-cluster.%s=%s begins or ends with a space, which is part of it, as with a BEAM"
              .formatted(key, shown));
    }
    if (kept.equals(text)) {
      return Optional.of(Cookie.of(kept));
    }
    warnings.add(
        "nessie-cluster.%s=%s: %s; make the Secret without a line end"
            .formatted(key, shown, STRIPPED));
    return Optional.of(Cookie.of(kept).withRemark(STRIPPED));
  }
}
