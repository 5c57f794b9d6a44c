package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

  @Test
  void aNameIsMadeOfBasenameAndHost() {
    assertThat(NodeName.of("app", "10.0.0.1").text()).isEqualTo("app@10.0.0.1");
  }

  @Test
  void anIpv6HostCarriesNoBrackets() {
    NodeName node = NodeName.of("app", "fd00::1");
    assertThat(node.text()).isEqualTo("app@fd00::1");
    assertThat(node.host()).contains("fd00::1");
  }

  @Test
  void theFirstAtSeparatesBasenameAndHost() {
    NodeName node = new NodeName("app@host@more");
    assertThat(node.basename()).contains("app");
    assertThat(node.host()).contains("host@more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "@host", "@", "app@"})
  void withoutSomethingBeforeAnAtThereIsNoBasename(String text) {
    assertThat(new NodeName(text).basename()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app@", "@", "@host"})
  void withoutSomethingBehindAnAtThereIsNoHost(String text) {
    assertThat(new NodeName(text).host()).isEmpty();
  }

  @Test
  void anEmptyNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeName(""))
        .withMessage("a node name must not be empty");
  }

  @Test
  void namesCompareAsTextLikeAtomsOnTheBeam() {
    assertThat(new NodeName("app@fd00::1")).isNotEqualTo(new NodeName("app@fd00:0:0::1"));
    assertThat(new NodeName("app@Host")).isNotEqualTo(new NodeName("app@host"));
  }

  @Test
  void namesAreOrderedByTheirText() {
    assertThat(List.of(new NodeName("b@a"), new NodeName("a@b"), new NodeName("a@a")))
        .satisfies(
            nodes ->
                assertThat(nodes.stream().sorted().map(NodeName::text))
                    .containsExactly("a@a", "a@b", "b@a"));
  }

  @Test
  void itIsShownAsItsText() {
    assertThat(new NodeName("app@10.0.0.1")).hasToString("app@10.0.0.1");
  }

  @Property
  void basenameAndHostReadBackWhatTheNameWasMadeOf(
      @ForAll @AlphaChars @NotEmpty @StringLength(max = 99) String basename,
      @ForAll @CharRange(from = ' ', to = '~') @NotEmpty @StringLength(max = 99) String host) {
    NodeName node = NodeName.of(basename, host);
    assertThat(node.basename()).contains(basename);
    assertThat(node.host()).contains(host);
  }
}
