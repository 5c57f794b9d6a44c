package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A visible node disturbs global on its peers (decision 4), so whoever wants one is warned. */
@QuarkusTest
@TestProfile(VisibleNodeTest.Visible.class)
@Timeout(60)
class VisibleNodeTest {

  private static final List<String> WARNINGS = new CopyOnWriteArrayList<>();

  /** Listens before the service starts, which then makes a visible node. */
  public static final class Visible implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "nessie-cluster.cookie", "testcookie",
          "nessie-cluster.node.hidden", "false",
          "nessie-cluster.distribution.port", "0",
          "nessie-cluster.epmd.mode", "none");
    }
  }

  @Inject ClusterLifecycle lifecycle;

  @Test
  void itsStartIsWarnedOfInOneLineByKey() throws Exception {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
              WARNINGS.add(line.getMessage());
            }
          }

          @Override
          public void flush() {
            // nothing is kept back
          }

          @Override
          public void close() {
            // nothing is open
          }
        };
    Logger logger = Logger.getLogger("io.nessiecluster");
    logger.addHandler(handler);
    try {
      lifecycle.stop(new io.quarkus.runtime.ShutdownEvent());
      lifecycle.start(new StartupEvent());
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(WARNINGS)
        .filteredOn(line -> line.startsWith("nessie-cluster.node.hidden=false"))
        .singleElement()
        .asString()
        .contains("global")
        .hasLineCount(1);
  }
}
