package io.nessiecluster.rest;

/** The methods of each route, which every 405 must name (RFC 9110, section 15.5.6). */
final class AllowedMethods {

  private AllowedMethods() {}

  /** The value of {@code Allow} for a path that exists. */
  static String of(String path) {
    return switch (path) {
      case "/cluster/discover" -> "GET, HEAD, OPTIONS, POST";
      case "/cluster/start",
          "/cluster/stop",
          "/cluster/mesh/join",
          "/cluster/mesh/pause",
          "/cluster/mesh/resume" ->
          "OPTIONS, POST";
      case String node when node.startsWith("/cluster/nodes/") && node.endsWith("/connection") ->
          "DELETE, OPTIONS, POST";
      default -> "GET, HEAD, OPTIONS";
    };
  }
}
