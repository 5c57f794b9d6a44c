package io.nessiecluster.app;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * Closes a connection to which nothing was sent for the idle time-out, too: else who sends a
 * request byte by byte keeps it for days. What is answered late, and a stream of events with its
 * heartbeats, is within that time.
 */
@Singleton
class HttpTimeouts implements HttpServerOptionsCustomizer {

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    boundSilence(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    boundSilence(options);
  }

  private static void boundSilence(HttpServerOptions options) {
    options.setWriteIdleTimeout(options.getIdleTimeout()); // in the same unit
  }
}
