package io.nessiecluster.app;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.RecordType;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds go on while Quarkus's scheduler holds their job up, and it gets the job anew. */
@QuarkusTest
@TestProfile(HeldUpJobTest.Profile.class)
@Timeout(60)
class HeldUpJobTest {

  /** Turns the bean on. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public String getConfigProfile() {
      return "held-up-job";
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nessie-cluster.query", "app.svc.", "nessie-cluster.interval", "1s");
    }
  }

  /** The DNS. */
  @Singleton
  @IfBuildProfile("held-up-job")
  static class Beans {
    @Produces
    @Singleton
    FakeLookup lookup() {
      return new FakeLookup().addresses("app.svc.", RecordType.A, "10.9.8.7");
    }
  }

  @Inject FakeLookup lookup;
  @Inject Scheduler scheduler;

  @Test
  void theSchedulerDrivesThePollAndOneThatIsSilentIsNoHindrance() {
    assertThat(scheduler.getScheduledJob(JobKeeper.JOB)).isNotNull();
    eventually("rounds", () -> lookup.calls().size() >= 4);

    scheduler.pause(JobKeeper.JOB); // as silent as after a clock that was set back
    int asked = lookup.calls().size();

    eventually("the job is a new one", () -> !scheduler.isPaused(JobKeeper.JOB));
    eventually("more rounds", () -> lookup.calls().size() >= asked + 6);
  }
}
