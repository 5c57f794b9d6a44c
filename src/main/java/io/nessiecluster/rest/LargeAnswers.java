package io.nessiecluster.rest;

import io.nessiecluster.http.ReaderConnection;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * The answers that grow with the cluster: megabytes each where it is large. Few are made and sent
 * at once, others wait for a while, and who is not served within it is told to come back. So they
 * cost bounded memory, whoever asks, and however slowly it reads.
 */
@Singleton
class LargeAnswers {

  /** How many are made and sent at once. */
  static final int AT_ONCE = 4;

  /** How long a request waits for others. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Within which an answer is to be made and read; then its connection is ended. */
  static final Duration TO_BE_READ = Duration.ofSeconds(30);

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Vertx vertx;

  LargeAnswers(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Lets the present request make its answer, in turn. To be called before the answer is made, by a
   * thread that may wait.
   *
   * @throws ProblemException 503, when others take too long
   */
  void admit() throws InterruptedException {
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    if (!places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      request
          .unwrap(HttpServerResponse.class)
          .putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(PATIENCE.toSeconds()));
      throw new ProblemException(
          Problem.of(
              "too-many-answers",
              "Too many answers at once",
              503,
              "%d large answers are on their way already, and none was read within %d s; try again later"
                  .formatted(AT_ONCE, PATIENCE.toSeconds())));
    }
    ReaderConnection reader = ReaderConnection.of(request.unwrap(HttpServerRequest.class));
    long timer = vertx.setTimer(TO_BE_READ.toMillis(), passed -> reader.reset());
    request.registerCompletionCallback( // the answer is made, and handed to the connection
        failure ->
            reader.whenTaken(
                () -> {
                  vertx.cancelTimer(timer);
                  places.release();
                }));
  }

  /** How many more could be made at this moment. */
  int free() {
    return places.availablePermits();
  }
}
