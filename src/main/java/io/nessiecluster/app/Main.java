package io.nessiecluster.app;

import io.quarkus.runtime.ApplicationLifecycleManager;
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
 * SIGTERM, however early in the start. By the JVM's own way of ending, a pod that was merely
 * drained would have failed, with status 143.
 */
@QuarkusMain
public final class Main implements QuarkusApplication {

  /** Bound on an orderly stop; the grace period of a pod ends before. */
  private static final Duration STOP = Duration.ofMinutes(2);

  /** Whether there is something to end in order: a listener, a node, links. */
  private static volatile boolean starts;

  /** SIGTERM finds the end in order from here on; a start that fails ends by {@link #exit}, too. */
  public static void main(String... args) {
    Thread main = Thread.currentThread();
    if (main.getName().equals("main")) { // else the process is that of the build, which goes on
      ApplicationLifecycleManager.setDefaultExitCodeHandler(Main::exit);
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(main), "nessie-end"));
      } catch (IllegalStateException _) { // the end has begun
        exit(0, null);
      }
    }
    Quarkus.run(Main.class, args);
  }

  void begin(@Observes @Priority(1) StartupEvent event) {
    starts = true;
  }

  /** Waits until it is told to stop. */
  @Override
  public int run(String... args) {
    Quarkus.waitForExit();
    return 0;
  }

  /**
   * Holds the JVM's own end until the application has stopped and {@link #exit} ends all; before it
   * has begun to start, ends at once, as a start that goes on meanwhile would only fail.
   */
  private static void await(Thread main) {
    if (!starts) {
      exit(0, null);
    }
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
