package io.nessiecluster.health;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What readiness asks for beyond a completed round.
 *
 * @param minNodes how many peers must be connected (readiness.min-nodes)
 * @param requireDnsAnswer whether the last round must have had an answer
 *     (readiness.require-dns-answer)
 * @param requireWholeMesh whether the mesh must be whole, or alone (readiness.require-whole-mesh)
 */
public record ReadinessBounds(int minNodes, boolean requireDnsAnswer, boolean requireWholeMesh) {

  /** What does not hold, a line each; empty = ready. */
  List<String> unmet(DiscoverySnapshot snapshot, Verdict mesh) {
    List<String> unmet = new ArrayList<>();
    if (snapshot.connected() < minNodes) {
      unmet.add(
          "%d of %d peers connected (readiness.min-nodes)"
              .formatted(snapshot.connected(), minNodes));
    }
    if (requireDnsAnswer && !snapshot.lastRound().map(ReadinessBounds::hasAnswer).orElse(false)) {
      unmet.add("no answer from the DNS in the last round (readiness.require-dns-answer)");
    }
    if (requireWholeMesh && !mesh.isFine()) {
      unmet.add("the mesh is %s (readiness.require-whole-mesh)".formatted(mesh.code()));
    }
    return unmet;
  }

  private static boolean hasAnswer(DiscoveryRound round) {
    return round.lookups().stream()
        .map(LookupResult::outcome)
        .anyMatch(
            outcome ->
                switch (outcome) {
                  case LookupOutcome.Answer answer -> true;
                  case LookupOutcome.PartialAnswer part -> !part.addresses().isEmpty();
                  case LookupOutcome.NoAnswer none -> false;
                });
  }
}
