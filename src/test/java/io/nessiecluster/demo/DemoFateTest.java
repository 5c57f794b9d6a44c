package io.nessiecluster.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.TestNodes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A node that dies and returns. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DemoFateTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NEVER = Duration.ofDays(1);

  private final NodeRuntime runtime = DemoFixture.runtime();
  private DemoNode node;

  @BeforeEach
  void open() throws Exception {
    node = DemoFixture.nodes(runtime, DemoFixture.addresses(46, 1)).getFirst();
    node.start((_, _, _) -> Optional.empty());
  }

  @AfterEach
  void close() {
    node.close();
    runtime.close();
  }

  @Test
  void itDiesAndReturnsAsAnotherIncarnation() throws Exception {
    try (DemoFate _ = DemoFate.of(node, runtime, new DemoFate.Times(SOON, SOON, NEVER))) {
      TestNodes.await("it returns", () -> node.starts() == 2 && node.isUp());

      assertThat(node.port()).isPresent();
    }
  }

  @Test
  void itDiesOverAndOver() throws Exception {
    try (DemoFate _ = DemoFate.of(node, runtime, new DemoFate.Times(SOON, SOON, SOON))) {
      TestNodes.await("it returns thrice", () -> node.starts() >= 4); // it goes on
    }
  }

  @Test
  void whileItIsDeadItListensNowhere() throws Exception {
    try (DemoFate _ = DemoFate.of(node, runtime, new DemoFate.Times(SOON, NEVER, NEVER))) {
      TestNodes.await("it dies", () -> !node.isUp());

      assertThat(node.port()).isEmpty();
    }
  }

  @Test
  void whoIsClosedNeverReturns() throws Exception {
    DemoFate fate = DemoFate.of(node, runtime, new DemoFate.Times(NEVER, SOON, SOON));
    node.close();
    node.restart();

    assertThat(node.isUp()).isFalse();
    fate.close();
    fate.close();
    assertThat(node.starts()).isEqualTo(1);
  }
}
