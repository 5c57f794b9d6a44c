package io.nessiecluster.rest;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** A route of Vert.x that fails, to see what leaves the service then. */
@Singleton
class FaultyRoute {

  static final String PATH = "/faulty-route";

  void register(@Observes Router router) {
    router
        .get(PATH)
        .handler(
            routing -> {
              throw new IllegalStateException("of the inside");
            });
  }
}
