package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Blame;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Stranger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Who sees whom, as of the end of the last sweep. Only what is wrong is listed pair by pair.
 *
 * @param verdict what the mesh is, in one word
 * @param since when the verdict became what it is
 * @param stableSince since when members, islands and defects are the same; absent before the first
 *     sweep
 * @param at as of when all of this is
 * @param sweep the last sweep
 * @param counts how many of what there are
 * @param blames members that are at the root of missing links, the worst first
 * @param defects links that are not as they should be
 * @param islands the largest first
 * @param strangers nodes that members see and that are none of them
 * @param notListed how many there are beyond those that are listed; absent when all are
 * @param members all of them, by name
 */
@RegisterForReflection
@Schema(description = "Who sees whom, as of the end of the last sweep")
public record MeshResponse(
    @Schema(
            examples = "split",
            enumeration = {"whole", "forming", "partial", "split", "unknown", "alone"})
        String verdict,
    Instant since,
    @Nullable Instant stableSince,
    Instant at,
    Sweep sweep,
    MeshCounts counts,
    List<BlameResponse> blames,
    List<DefectResponse> defects,
    List<IslandResponse> islands,
    List<StrangerResponse> strangers,
    @Nullable NotListed notListed,
    List<MemberResponse> members) {

  /** How many islands are listed at most, and how many names of each. */
  static final int LISTED = 100;

  /**
   * A sweep over the members.
   *
   * @param number from 1; 0 before the first
   * @param durationMillis how long it took, in ms
   * @param intervalMillis how long the next one waits, in ms
   */
  @RegisterForReflection
  @Schema(description = "The last sweep over the members")
  public record Sweep(
      @Schema(examples = "42") long number,
      @Schema(examples = "12") long durationMillis,
      @Schema(examples = "5000") long intervalMillis) {}

  /** How many of what there are. */
  @RegisterForReflection
  @Schema(description = "How many of what there are")
  public record MeshCounts(
      int members,
      int islands,
      int missingLinks,
      int oneSidedLinks,
      int unknownViews,
      int strangers,
      long flaps) {}

  /**
   * A member at the root of missing links.
   *
   * @param missedBy by how many members
   * @param of how many there are that can tell
   * @param causes what was found on the ways to it and from it, with how often
   * @param message all of it in one line
   */
  @RegisterForReflection
  @Schema(description = "A member at the root of missing links")
  public record BlameResponse(
      @Schema(examples = "app@10.0.0.4") String member,
      @Schema(examples = "4") int missedBy,
      @Schema(examples = "4") int of,
      Map<String, Integer> causes,
      @Schema(
              examples =
                  "app@10.0.0.4 is missed by 4 of 4: the way to it is blocked (connect_timeout: no"
                      + " answer from 10.0.0.4:4370 in 1 s)")
          String message) {

    static BlameResponse of(Blame blame) {
      Map<String, Integer> causes = new TreeMap<>();
      blame.causes().forEach((LinkCause cause, Integer times) -> causes.put(cause.code(), times));
      return new BlameResponse(
          blame.member().text(), blame.missedBy(), blame.of(), causes, blame.message());
    }
  }

  /**
   * Members that links hold together.
   *
   * @param number what members call it by
   * @param size how many they are
   * @param seen whether any of them has told whom it sees
   * @param members by name, the first 100
   */
  @RegisterForReflection
  @Schema(description = "Members that links hold together")
  public record IslandResponse(
      @Schema(examples = "0") int number,
      @Schema(examples = "3") int size,
      boolean seen,
      @Schema(examples = "[\"app@10.0.0.2\", \"app@10.0.0.3\", \"app@10.0.0.6\"]")
          List<String> members) {

    static IslandResponse of(int number, Island island) {
      return new IslandResponse(
          number,
          island.members().size(),
          island.seen(),
          island.members().stream().limit(LISTED).map(NodeName::text).toList());
    }
  }

  /**
   * A node that members see and that is none of them, nor hidden.
   *
   * @param sightings by how many members it is seen
   * @param seenBy by whom, the first 10
   */
  @RegisterForReflection
  @Schema(description = "A node that members see and that is none of them, nor hidden")
  public record StrangerResponse(
      @Schema(examples = "batch@10.0.7.7") String node,
      @Schema(examples = "1") int sightings,
      @Schema(examples = "[\"app@10.0.0.2\"]") List<String> seenBy) {

    static StrangerResponse of(Stranger stranger) {
      return new StrangerResponse(
          stranger.node().text(),
          stranger.sightings(),
          stranger.seenBy().stream().map(NodeName::text).toList());
    }
  }

  /** How many there are beyond those that are listed. */
  @RegisterForReflection
  @Schema(description = "How many there are beyond those that are listed")
  public record NotListed(int defects, int islands, int strangers) {

    static @Nullable NotListed of(MeshSnapshot mesh) {
      NotListed rest =
          new NotListed(
              mesh.missingLinks() + mesh.oneSidedLinks() - mesh.defects().size(),
              Math.max(0, mesh.islands().size() - LISTED),
              mesh.strangers() - mesh.strangersFirst().size());
      return rest.equals(new NotListed(0, 0, 0)) ? null : rest;
    }
  }

  static MeshResponse of(MeshSnapshot mesh) {
    return new MeshResponse(
        mesh.verdict().code(),
        mesh.since(),
        mesh.stableSince().orElse(null),
        mesh.at(),
        new Sweep(mesh.sweep(), mesh.sweepTook().toMillis(), mesh.interval().toMillis()),
        new MeshCounts(
            mesh.members().size(),
            mesh.islands().size(),
            mesh.missingLinks(),
            mesh.oneSidedLinks(),
            mesh.unknownViews(),
            mesh.strangers(),
            mesh.flaps()),
        mesh.blames().stream().map(BlameResponse::of).toList(),
        mesh.defects().stream().map(DefectResponse::of).toList(),
        IntStream.range(0, Math.min(LISTED, mesh.islands().size()))
            .mapToObj(number -> IslandResponse.of(number, mesh.islands().get(number)))
            .toList(),
        mesh.strangersFirst().stream().map(StrangerResponse::of).toList(),
        NotListed.of(mesh),
        mesh.members().stream().map(row -> MemberResponse.of(row, mesh.at())).toList());
  }
}
