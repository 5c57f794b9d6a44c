package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.app.Settings;
import io.nessiecluster.app.SettingsTexts;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.config.ClusterConfig;
import io.nessiecluster.distribution.NodeRuntime;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo takes the place of the settings only where there are none. */
@Timeout(60)
class DemoSettingsTest {

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"query,app.svc", "cookie,secret"})
  void whoSetQueryOrCookieGetsNoDemo(String key, String value) throws Exception {
    DemoSettings demo = demo(Map.of(key, value));
    Settings settings = demo.settings();

    assertThat(settings.dns().servers()).isEmpty();
    assertThat(settings.cluster().queries())
        .noneMatch(query -> query.name().equals(DemoWorld.QUERY));
    assertThat(settings.distribution().isPresent()).isEqualTo(key.equals("cookie"));
    demo.close();
  }

  @Test
  void whoSetNothingIsPointedAtTheDemoWorld() throws Exception {
    DemoSettings demo = demo(Map.of("name", "mine"));
    Settings settings = demo.settings();

    assertThat(settings.cluster().name()).isEqualTo("mine");
    assertThat(settings.cluster().queries())
        .containsExactly(new DnsQuery.Name(DemoWorld.QUERY, Optional.of(DemoWorld.BASENAME)));
    assertThat(settings.dns().servers())
        .singleElement()
        .satisfies(server -> assertThat(server.address().isLoopbackAddress()).isTrue());
    assertThat(settings.distribution().orElseThrow().port()).isZero();
    demo.close();
  }

  private DemoSettings demo(Map<String, String> texts) {
    return new DemoSettings(
        SettingsTexts.config(texts, Map.of()).getConfigMapping(ClusterConfig.class),
        new NodeRuntime(
            Clock.systemUTC(),
            System::nanoTime,
            new SecureRandom(),
            Thread.ofVirtual().factory(),
            timer),
        8080);
  }
}
