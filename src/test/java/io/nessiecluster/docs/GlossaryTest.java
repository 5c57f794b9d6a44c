package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.state.NodeState;
import io.nessiecluster.mesh.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/glossary.md defines each word once, and as it is meant here. */
class GlossaryTest {

  private static final Pattern TERM = Pattern.compile("(?m)^### (.+)\n\n(?=[^#\n])");

  private final String page;

  GlossaryTest() throws IOException {
    page = Files.readString(Path.of("docs/glossary.md"));
  }

  /** The words of all headings below which something is said. */
  private List<String> terms() {
    return TERM.matcher(page)
        .results()
        .map(term -> term.group(1).replace("`", "").toLowerCase(Locale.ROOT))
        .toList();
  }

  @Test
  void eachTermIsDefinedAndOnce() {
    assertThat(terms())
        .hasSameSizeAs(page.lines().filter(line -> line.startsWith("### ")).toList());
    assertThat(terms()).doesNotHaveDuplicates();
  }

  @Test
  void theWordsOfThePagesAreThere() {
    assertThat(terms())
        .contains("node", "node name", "basename", "cookie", "epmd", "erlang distribution", "tick")
        .contains("hidden node", "global", "mnesia", "headless service", "query", "round")
        .contains("member", "mesh", "sweep", "verdict", "island", "stranger", "defect")
        .contains("newcomer", "join", "heal", "check", "cause", "flapping");
  }

  @Test
  void theStatesOfANodeAreOneTerm() {
    String states =
        String.join(", ", Arrays.stream(NodeState.values()).map(NodeState::code).toList());

    assertThat(terms())
        .anySatisfy(
            term -> assertThat(term.split(", ")).containsExactlyInAnyOrder(states.split(", ")));
  }

  @Test
  void everyVerdictIsNamed() {
    assertThat(Arrays.stream(Verdict.values()).map(Verdict::code))
        .allSatisfy(verdict -> assertThat(page).contains("`" + verdict + "`"));
  }

  @Test
  void theNumbersAreTheDefaults() throws IOException {
    assertThat(Files.readString(Path.of("docs/configuration.md")))
        .contains("| `NESSIE_CLUSTER_NET_TICKTIME` | `60s` |")
        .contains("| `NESSIE_CLUSTER_EPMD_PORT` | `4369` |")
        .contains("| `NESSIE_CLUSTER_DISTRIBUTION_PORT` | `4370` |")
        .contains("| `NESSIE_CLUSTER_MESH_INTERVAL` | `5s` |");
    assertThat(page)
        .contains("`net_ticktime` (60 s by default)")
        .contains("on port 4369")
        .contains("This service listens at 4370.")
        .contains("asked whom it sees. Every 5 s");
  }
}
