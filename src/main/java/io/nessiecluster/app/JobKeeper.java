package io.nessiecluster.app;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.distribution.NodeRuntime;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Gives the job to Quarkus's scheduler, and anew whenever that holds it up: the scheduler compares
 * times of the wall, so that a job waits for as long as the clock was set back. The watch is on the
 * nano source, which nobody sets, and polls itself meanwhile.
 */
@ApplicationScoped
class JobKeeper {

  /** The job, as the scheduler knows it. */
  static final String JOB = "discovery";

  private static final Logger LOG = Logger.getLogger("io.nessiecluster");
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Scheduler scheduler;
  private final DiscoveryJob job;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final EternalLoop watch = new EternalLoop("watch over the poll job", this::look);

  JobKeeper(Scheduler scheduler, DiscoveryJob job, NodeRuntime runtime) {
    this.scheduler = scheduler;
    this.job = job;
    this.timer = runtime.timer();
    this.nanoTime = runtime.nanoTime();
  }

  /** Lets the job run from now on. */
  void start() {
    schedule();
    scheduler.resume(); // it starts halted
    watch.start(timer, PERIOD, nanoTime);
  }

  /** Takes the job back. */
  void stop() {
    watch.close();
    scheduler.unscheduleJob(JOB);
  }

  private void schedule() {
    scheduler
        .newJob(JOB)
        .setInterval(PERIOD.toString())
        .setConcurrentExecution(ConcurrentExecution.SKIP)
        .setAsyncTask( // on an event loop, as it never waits
            execution -> {
              job.poll();
              return Uni.createFrom().voidItem();
            })
        .schedule();
  }

  private void look() {
    Duration silence = job.heldUpFor();
    if (silence.isZero()) {
      return;
    }
    LOG.infof(
        "the scheduler has not run its job for %d ms, as when the clock is set back: it is"
            + " scheduled anew",
        silence.toMillis());
    try {
      job.poll();
    } finally {
      scheduler.unscheduleJob(JOB);
      schedule();
    }
  }
}
