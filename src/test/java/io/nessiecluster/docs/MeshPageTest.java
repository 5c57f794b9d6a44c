package io.nessiecluster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.connector.ClosedList;
import io.nessiecluster.connector.ErlangConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/mesh.md tells of each function that is called at nodes, and of no other one. */
class MeshPageTest {

  private final String page;

  MeshPageTest() throws IOException {
    page = Files.readString(Path.of("docs/mesh.md"));
  }

  private List<List<String>> functions() {
    return PageEntries.under(page, "## What is asked of nodes").stream()
        .filter(entry -> entry.getFirst().startsWith("`"))
        .toList();
  }

  @Test
  void theTableIsTheClosedListOfFunctions() {
    assertThat(functions()).isNotEmpty().isEqualTo(ClosedList.rows());
  }

  @Test
  void whatIsCountedIsWhatThePageNames() {
    ErlangConnector connector = new ErlangConnector(new NodeName("us@127.0.0.1"), true);

    assertThat(connector.meshCalls().counts().keySet())
        .map(function -> "`" + function + "`")
        .containsExactlyElementsOf(functions().stream().map(List::getFirst).toList());
  }

  @Test
  void thePageSaysHowToDenyTheCallsAndHowTheyAreCounted() {
    assertThat(page)
        .contains("`nessie-cluster.mesh.mode=off`", "`NESSIE_CLUSTER_MESH_MODE=off`")
        .contains("`nessie_cluster_mesh_calls_total{function}`");
  }
}
