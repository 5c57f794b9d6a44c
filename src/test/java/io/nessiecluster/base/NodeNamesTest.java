package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node name is. */
class NodeNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"app@10.0.0.1", "app@fd00::1", "a@b@c", "λ@host", "a b@h"})
  void aNodeNameHasSomethingOnBothSidesOfItsFirstAt(String name) {
    assertThat(NodeNames.isNodeName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "@h",
        "app@",
        "@",
        "a\n@h",
        "a@\u0080",
        "\ud83d@h",
        "a@\ude00",
        "a\u202eb@h",
        "a\u200b@h",
        "a@h\u2028",
        "\ufeffa@h",
        "a@h\u00a0",
        "a\u00ad@h",
        "a@h\ufe0f",
        "a\ue000@h"
      })
  void othersAreNone(String text) {
    assertThat(NodeNames.isNodeName(text)).isFalse();
  }

  @Test
  void charactersCountNotTheirHalves() {
    assertThat(NodeNames.isNodeName("😀".repeat(253) + "@h")).isTrue();
    assertThat(NodeNames.isNodeName("😀".repeat(254) + "@h")).isFalse();
    assertThat(NodeNames.isNodeName("x".repeat(254) + "@h")).isFalse();
  }

  @Test
  void itIsPartedAtItsFirstAt() {
    assertThat(NodeNames.basename("app@host@more")).isEqualTo("app");
    assertThat(NodeNames.host("app@host@more")).isEqualTo("host@more");
  }

  @Test
  void anAtomMayBeEmptyAndHoldControlCharacters() {
    assertThat(NodeNames.isAtom("")).isTrue();
    assertThat(NodeNames.isAtom("a\n")).isTrue();
    assertThat(NodeNames.isAtom("\ud83d")).isFalse();
  }

  @Test
  void theBasenameOfADiscoveryLeavesRoomForAnyAddress() {
    assertThat(NodeNames.isBasename("my_app-1")).isTrue();
    assertThat(NodeNames.isBasename("x".repeat(200))).isTrue();
    assertThat(NodeNames.isBasename("x".repeat(201))).isFalse();
    assertThat(NodeNames.isBasename("a.b")).isFalse();
    assertThat(NodeNames.isHost("fd00::1")).isTrue();
    assertThat(NodeNames.isHost("[fd00::1]")).isFalse();
  }
}
