package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {

  private static NodeSettings settings(String name) {
    return NodeSettings.of(name, Cookie.of("s3cr3t"), TestNodes.LOOPBACK);
  }

  @Test
  void theDefaultsAreThoseOfOtpAndWhatFitsTheServicesMemory() {
    NodeSettings settings = settings("app@10.0.0.1");
    assertThat(settings.hidden()).isTrue();
    assertThat(settings.port()).isEqualTo(4370);
    assertThat(settings.epmdPort()).isEqualTo(4369);
    assertThat(settings.netTickTime()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.limits().maxFrameBytes()).isEqualTo(1 << 20);
    assertThat(settings.limits().heldBytes()).isEqualTo(16 << 20);
    assertThat(settings.limits().inboundLinks()).isEqualTo(8192);
  }

  @Test
  void hiddenAndVisibleDifferByOneFlag() {
    NodeSettings settings = settings("app@10.0.0.1");
    assertThat(settings.flags()).isEqualTo(0x507075fbcL);
    assertThat(settings.withHidden(false).flags()).isEqualTo(0x507075fbdL);
  }

  @Test
  void eachChangeLeavesAllElseAsItWas() {
    NodeLimits limits = NodeLimits.DEFAULT.withInboundLinks(7);
    CallHandler handler = (_, _, _) -> Optional.empty();
    List<UnaryOperator<NodeSettings>> changes =
        List.of(
            settings -> settings.withHidden(false),
            settings -> settings.withPort(1),
            settings -> settings.withEpmd(EpmdMode.NONE, 2),
            settings -> settings.withPeerPort(3),
            settings -> settings.withNetTickTime(Duration.ofSeconds(4)),
            settings -> settings.withLimits(limits),
            settings -> settings.withNaming(PeerNaming.BY_PEER),
            settings -> settings.withCallHandler(handler));

    for (List<UnaryOperator<NodeSettings>> order : List.of(changes, changes.reversed())) {
      NodeSettings settings = settings("app@10.0.0.1");
      for (UnaryOperator<NodeSettings> change : order) {
        settings = change.apply(settings);
      }
      assertThat(settings)
          .isEqualTo(
              new NodeSettings(
                  "app@10.0.0.1",
                  settings.cookie(),
                  false,
                  TestNodes.LOOPBACK,
                  1,
                  EpmdMode.NONE,
                  2,
                  OptionalInt.of(3),
                  Duration.ofSeconds(4),
                  limits,
                  PeerNaming.BY_PEER,
                  Optional.of(handler)));
    }
  }

  @Test
  void theCookieNeverShows() {
    assertThat(settings("app@10.0.0.1").toString()).doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "@10.0.0.1", "app@", "app\n@h"})
  void aNameMustHaveTwoParts(String name) {
    assertThatThrownBy(() -> settings(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("basename@address");
  }

  @Test
  void whatIsOutOfBoundsIsNamed() {
    NodeSettings settings = settings("app@10.0.0.1");
    assertThatThrownBy(() -> settings.withPort(65536)).hasMessageContaining("65536");
    assertThatThrownBy(() -> settings.withPeerPort(0)).hasMessageContaining("peers");
    assertThatThrownBy(() -> settings.withEpmd(EpmdMode.AUTO, 0)).hasMessageContaining("EPMD");
    assertThatThrownBy(() -> settings.withNetTickTime(Duration.ZERO))
        .hasMessageContaining("net-ticktime");
    assertThatThrownBy(() -> NodeLimits.DEFAULT.withHandshakeTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NodeLimits.DEFAULT.withInboundLinks(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NodeLimits.DEFAULT.withBytes(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NodeLimits.DEFAULT.withInboundHandshakes(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
