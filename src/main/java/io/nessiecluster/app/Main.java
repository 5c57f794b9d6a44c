package io.nessiecluster.app;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs the service. Its exit status is that of its own end: 0 after an orderly stop, also one by
 * SIGTERM. By the JVM's own way of ending, a pod that was merely drained would have failed, with
 * status 143.
 */
@QuarkusMain
final class Main implements QuarkusApplication {

  /** Bound on an orderly stop; the grace period of a pod ends before. */
  private static final Duration STOP = Duration.ofMinutes(2);

  /**
   * Before it listens, so that SIGTERM finds the end in order from the first request on; a start
   * that fails ends by {@link #exit}, too.
   */
  void endInOrder(@Observes @Priority(1) StartupEvent event) {
    if (LaunchMode.current() == LaunchMode.NORMAL) { // else the process is that of the build
      Thread main = Thread.currentThread();
      ApplicationLifecycleManager.setDefaultExitCodeHandler(Main::exit);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(main), "nessie-end"));
    }
  }

  /** Waits until it is told to stop. */
  @Override
  public int run(String... args) {
    Quarkus.waitForExit();
    return 0;
  }

  /** Holds the JVM's own end until the application has stopped and {@link #exit} ends all. */
  private static void await(Thread main) {
    try {
      var _ = main.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // then the JVM ends at once, with its own status
    }
  }

  private static void exit(int status, @Nullable Throwable cause) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
