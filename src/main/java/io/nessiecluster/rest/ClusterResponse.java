package io.nessiecluster.rest;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.NodeState;
import io.nessiecluster.mesh.MeshSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The whole state at a glance.
 *
 * @param name name of this discovery
 * @param version of the service
 * @param node the own node
 * @param queries what is looked up, as {@code name} or {@code basename=name}; empty = nothing
 * @param recordTypes which records are asked for
 * @param intervalMillis delay between rounds in ms; absent = rounds by hand only
 * @param state {@code running}, {@code ignoring} or {@code stopped}
 * @param hasRan whether a round has completed
 * @param lastRound the last completed round; absent before the first
 * @param counts how many nodes are in which state
 * @param mesh who sees whom, in short; absent where the mesh is not watched
 * @param conditions the state in the form of Kubernetes' conditions
 */
@RegisterForReflection
@Schema(description = "The whole state at a glance")
public record ClusterResponse(
    @Schema(examples = "nessie_cluster") String name,
    @Schema(examples = "0.1.0") String version,
    OwnNodeResponse node,
    @Schema(examples = "[\"app.prod.svc.cluster.local.\"]") List<String> queries,
    @Schema(examples = "[\"A\", \"AAAA\"]") List<String> recordTypes,
    @Schema(examples = "5000") @Nullable Long intervalMillis,
    @Schema(examples = "running") String state,
    boolean hasRan,
    @Nullable LastRound lastRound,
    Counts counts,
    @Nullable MeshSummary mesh,
    List<ConditionResponse> conditions) {

  /**
   * The own node.
   *
   * @param alive whether it takes part in the distribution; without a cookie it does not
   * @param port where peers reach it; 0 when it is not alive
   */
  @RegisterForReflection
  @Schema(name = "OwnNode", description = "The own node")
  public record OwnNodeResponse(
      @Schema(examples = "app@10.0.0.9") String name,
      boolean alive,
      boolean hidden,
      @Schema(examples = "4370") int port) {}

  /**
   * The last completed round, in short.
   *
   * @param durationMillis how long it took, in ms
   * @param errors how many nodes were dialled in vain
   * @param failedLookups how many lookups failed
   */
  @RegisterForReflection
  @Schema(description = "The last completed round, in short")
  public record LastRound(
      @Schema(examples = "42") long number,
      Instant startedAt,
      @Schema(examples = "12") long durationMillis,
      int errors,
      long failedLookups) {}

  /** How many known nodes are in which state, the own node not counted. */
  @RegisterForReflection
  @Schema(description = "How many known nodes are in which state, the own node not counted")
  public record Counts(long known, long connected, long failing, long vanished) {}

  static ClusterResponse of(
      String version, DnsCluster cluster, ClusterView view, MeshSnapshot mesh) {
    DiscoverySnapshot snapshot = view.snapshot();
    OwnNode self = view.self();
    return new ClusterResponse(
        cluster.name(),
        version,
        new OwnNodeResponse(self.name().text(), self.alive(), self.hidden(), self.port()),
        cluster.queries().stream().map(ClusterResponse::text).toList(),
        cluster.recordTypes().stream().map(Enum::name).toList(),
        cluster.interval().map(Duration::toMillis).orElse(null),
        snapshot.state().code(),
        snapshot.hasRan(),
        snapshot
            .lastRound()
            .map(
                round ->
                    new LastRound(
                        round.number(),
                        round.startedAt(),
                        round.duration().toMillis(),
                        round.errors().size(),
                        round.lookups().stream()
                            .filter(lookup -> lookup.outcome().isFailure())
                            .count()))
            .orElse(null),
        new Counts(
            snapshot.nodes().size(),
            snapshot.connected(),
            snapshot.count(NodeState.FAILING),
            snapshot.count(NodeState.VANISHED)),
        summary(mesh).orElse(null),
        Stream.concat(snapshot.conditions().stream(), mesh.conditions().stream())
            .map(ConditionResponse::of)
            .toList());
  }

  private static Optional<MeshSummary> summary(MeshSnapshot mesh) {
    return mesh.mode().watches() ? Optional.of(MeshSummary.of(mesh)) : Optional.empty();
  }

  private static String text(DnsQuery.Name query) {
    return query.basename().map(basename -> basename + "=" + query.name()).orElse(query.name());
  }
}
