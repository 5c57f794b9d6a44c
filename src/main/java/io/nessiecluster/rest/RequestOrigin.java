package io.nessiecluster.rest;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser says that a request comes from: its headers {@code Origin} (RFC 6454) and {@code
 * Sec-Fetch-Site} (Fetch Metadata). Programs send neither.
 *
 * @param origin scheme, host and port of the page, or {@code null} as a text
 * @param fetchSite {@code same-origin}, {@code same-site}, {@code cross-site} or {@code none}
 */
record RequestOrigin(@Nullable String origin, @Nullable String fetchSite) {

  /**
   * Whether a page of another origin sends it.
   *
   * @param own what was asked: its host and port are those of the header Host
   */
  boolean isForeignTo(URI own) {
    if (fetchSite != null && fetchSite.strip().toLowerCase(Locale.ROOT).equals("cross-site")) {
      return true;
    }
    return origin != null && !isSame(origin.strip(), own);
  }

  private static boolean isSame(String origin, URI own) {
    URI page;
    try {
      page = URI.create(origin);
    } catch (IllegalArgumentException e) {
      return false;
    }
    // Of the scheme nothing is known here: TLS may end before this service.
    return page.getHost() != null
        && page.getHost().equalsIgnoreCase(own.getHost())
        && port(page, page) == port(own, page);
  }

  private static int port(URI uri, URI page) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(page.getScheme()) ? 443 : 80;
  }
}
