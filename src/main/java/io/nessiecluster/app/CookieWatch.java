package io.nessiecluster.app;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.Cookie;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Reads the file of the cookie each second, as Kubernetes puts another one there when its Secret
 * changes, and hands on what it holds. A file that holds no cookie changes nothing.
 */
final class CookieWatch implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Who has the cookie. */
  @FunctionalInterface
  interface Owner {
    /**
     * Takes what the file holds.
     *
     * @param overlap for how long the former cookie counts, if it is another one
     * @return whether it is another cookie than before
     */
    boolean take(Cookie cookie, Duration overlap);
  }

  private final ClusterConfig config;
  private final Duration overlap;
  private final Owner owner;
  private final ClusterLogger logger;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final EternalLoop loop = new EternalLoop("cookie watch", this::await);
  private boolean wrong; // of the loop's thread alone

  CookieWatch(ClusterConfig config, Duration overlap, Owner owner, ClusterLogger logger) {
    this.config = config;
    this.overlap = overlap;
    this.owner = owner;
    this.logger = logger;
  }

  /** Begins, where the cookie is from a file; any other never changes. */
  void start(ThreadFactory threads) {
    if (config.cookieFile().isPresent()) {
      loop.start(
          turns -> {
            Thread thread = threads.newThread(turns);
            thread.start();
            return thread;
          });
    }
  }

  /** For the liveness probe. */
  EternalLoop loop() {
    return loop;
  }

  private void await() throws InterruptedException {
    if (!closed.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
      look();
    }
  }

  /** Reads the file once. */
  void look() {
    SettingReader reader = new SettingReader();
    CookieReader cookies = new CookieReader(config, reader);
    Optional<Cookie> cookie = cookies.read();
    if (cookie.isEmpty()) {
      if (!wrong) {
        logger.log(
            Level.WARNING,
            "the cookie stays as it was, but a restart would fail: "
                + String.join("; ", reader.problems()));
      }
      wrong = true;
      return;
    }
    if (wrong) {
      logger.log(Level.INFO, "nessie-cluster.cookie-file holds a cookie again");
    }
    wrong = false;
    if (owner.take(cookie.get(), overlap)) {
      logger.log(
          Level.INFO,
          "the cookie has changed: dials and handshakes from now on are by the new one, links stay"
              + (overlap.isZero()
                  ? ""
                  : "; who dials may prove the former one for " + overlap.toSeconds() + " s"));
      cookies.warnings().forEach(warning -> logger.log(Level.WARNING, warning));
    }
  }

  @Override
  public void close() {
    loop.close();
    closed.countDown();
  }
}
