package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A route of Vert.x that fails, to see what leaves the service then. */
@Singleton
class FaultyRoute {

  static final String PATH = "/faulty-route";

  /** Fails as a route does whose client goes away in the midst of its request. */
  static final String ABANDONED = "/abandoned-route";

  private static final CompletableFuture<Void> FAILED = new CompletableFuture<>();

  /** Waits until the abandoned one has failed, and what hears of that has done its work. */
  static void awaitAbandoned() {
    assertThat(FAILED).succeedsWithin(Duration.ofSeconds(20));
  }

  void register(@Observes Router router) {
    router
        .get(PATH)
        .handler(
            routing -> {
              throw new IllegalStateException("of the inside");
            });
    router
        .get(ABANDONED)
        .handler(
            routing ->
                routing
                    .request()
                    .connection()
                    .close()
                    .onComplete(
                        closed -> {
                          routing.fail(new HttpClosedException("gone"));
                          FAILED.complete(null);
                        }));
  }
}
