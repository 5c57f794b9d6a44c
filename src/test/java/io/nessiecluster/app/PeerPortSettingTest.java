package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.NodeSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of how peers are reached: their port, and the text of the own name. */
class PeerPortSettingTest {

  private static NodeSettings node(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("cookie", "c");
    return SettingsTexts.parse(all).distribution().orElseThrow();
  }

  @Test
  void withoutItTheEpmdOfEachPeerIsAsked() {
    assertThat(node(Map.of()).peerPort()).isEmpty();
  }

  @Test
  void aPortIsThatOfEveryPeer() {
    assertThat(node(Map.of("distribution.peer-port", "9100")).peerPort()).hasValue(9100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "any"})
  void whatIsNoPortStopsTheStart(String text) {
    assertThatThrownBy(() -> node(Map.of("distribution.peer-port", text)))
        .hasMessageContaining("nessie-cluster.distribution.peer-port=" + text)
        .hasMessageContaining("from 1 to 65535");
  }

  @Test
  void anIpv6NameMustStandInTheTextThatPeersMakeOfIt() {
    assertThat(node(Map.of("node.name", "app@fd00::1")).name()).isEqualTo("app@fd00::1");
    assertThatThrownBy(() -> node(Map.of("node.name", "app@FD00:0:0::1")))
        .hasMessageContaining("nessie-cluster.node.name=app@FD00:0:0::1")
        .hasMessageContaining("app@fd00::1");
  }
}
