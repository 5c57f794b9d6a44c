package io.nessiecluster.health;

import io.quarkus.arc.Unremovable;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Ends the JSON of the probes with a newline, as that of all routes. */
@Alternative
@Unremovable // it is looked up, not injected
@Priority(1)
@ApplicationScoped
class LineOfHealth extends SmallRyeHealthReporter {

  @Override
  public void reportHealth(OutputStream out, SmallRyeHealth health) {
    super.reportHealth(out, health);
    try {
      out.write('\n');
    } catch (IOException e) { // it is a buffer in memory
      throw new UncheckedIOException(e);
    }
  }
}
