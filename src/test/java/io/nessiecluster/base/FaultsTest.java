package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All are counted, few are logged. */
class FaultsTest {

  private final List<String> logged = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Faults.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage() + ": " + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }

  @Test
  void oneThatComesAgainAndAgainIsLoggedEverMoreRarely() {
    Faults faults = new Faults("the test");
    for (int i = 0; i < 4096; i++) {
      faults.accept(new IllegalStateException("as scripted"));
    }

    assertThat(faults.count()).isEqualTo(4096);
    assertThat(logged).hasSizeBetween(13, 14).first().asString().contains("the test", "scripted");
  }

  @Test
  void anotherKindIsLoggedAtOnce() {
    Faults faults = new Faults("the test");
    for (int i = 0; i < 3; i++) {
      faults.accept(new IllegalStateException("as scripted"));
    }
    faults.accept(new OutOfMemoryError("another"));

    assertThat(logged).last().asString().contains("another");
  }
}
