package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said at start to one who has others joined: the cost, and that it comes to nothing. */
class MeshWarningsTest {

  private static final String SECRET = "fleur-de-sel";

  private static List<String> warnings(String... keysAndValues) {
    Map<String, String> texts =
        new HashMap<>(Map.of("query", "app.svc", "cookie", SECRET, "mesh.mode", "heal"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      texts.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    texts.values().removeIf("-"::equals);
    return SettingsTexts.parse(texts).warnings();
  }

  @Test
  void whoHealsByTheDefaultsIsWarnedOfNothing() {
    assertThat(warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"watch", "advise", "form", "heal"})
  void whatJoinsMayCostIsWarnedOfByKeyForAJoinByHandIsOneToo(String mode) {
    assertThat(warnings("mesh.mode", mode, "mesh.allow-name-clash", "true"))
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.mesh.allow-name-clash=true: ")
        .contains("global", "ends one of the two processes")
        .hasLineCount(1);
    assertThat(warnings("mesh.mode", mode, "mesh.allow-mnesia", "true"))
        .singleElement()
        .asString()
        .startsWith("nessie-cluster.mesh.allow-mnesia=true: ")
        .contains("running_partitioned_network")
        .hasLineCount(1);
  }

  @Test
  void whereNobodyIsEverJoinedNothingIsWarnedOf() {
    assertThat(
            warnings(
                "mesh.mode", "off", "mesh.allow-name-clash", "true", "mesh.allow-mnesia", "true"))
        .isEmpty();
    assertThat(warnings("mesh.mode", "watch", "query", "ignore", "cookie", "-")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"advise", "form", "heal"})
  void aModeThatComesToNothingIsWarnedOf(String mode) {
    String key = "nessie-cluster.mesh.mode=" + mode + " joins ";

    assertThat(warnings("mesh.mode", mode, "query", "ignore"))
        .singleElement()
        .asString()
        .startsWith(key + "nobody: nessie-cluster.query=ignore");
    assertThat(warnings("mesh.mode", mode, "cookie", "-"))
        .singleElement()
        .asString()
        .startsWith(key + "nobody: without a cookie");
    assertThat(warnings("mesh.mode", mode, "interval", "off"))
        .singleElement()
        .asString()
        .startsWith(key + "those only")
        .contains("nessie-cluster.interval=off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"form", "heal"})
  void aVisibleNodeJoinsNobody(String mode) {
    assertThat(
            SettingsTexts.problems(
                Map.of("mesh.mode", mode, "node.hidden", "false", "cookie", SECRET)))
        .startsWith("nessie-cluster.mesh.mode=" + mode + " is wrong; allowed: off, watch, advise")
        .contains("node.hidden=false")
        .hasLineCount(1);
    assertThat(warnings("mesh.mode", "advise", "node.hidden", "false")).isEmpty();
  }
}
