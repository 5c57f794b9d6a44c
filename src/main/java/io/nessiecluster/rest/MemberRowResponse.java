package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Reach;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One member's row of the mesh: whom it sees, whom it misses and why, who misses it.
 *
 * @param at as of when all of this is
 * @param address where it is; absent when not known
 * @param linked whether this service is connected with it: who is not cannot be asked
 * @param incarnation which start of it this is; absent when not known
 * @param facts what does not change while it runs; absent until it has told
 * @param viewedAt when it told whom it sees; absent when it has not since it is linked
 * @param viewAgeMillis how long ago that was, in ms before {@code at}
 * @param fresh whether that was in one of the last two sweeps
 * @param unheard why it has not answered in the last sweep; absent when it has
 * @param island the number of its island
 * @param sees how many members it lists, itself not counted
 * @param misses the first 100 of those that it does not list, by name
 * @param missesNotListed how many more there are; absent when there are none
 * @param missedBy how many members do not list it
 * @param missedByFirst the first 100 of them, by name
 * @param flaps how often a link of it was lost and made again between two sweeps, since the start
 */
@RegisterForReflection
@Schema(description = "One member's row of the mesh")
public record MemberRowResponse(
    @Schema(examples = "app@10.0.0.2") String name,
    Instant at,
    @Schema(examples = "10.0.0.2") @Nullable String address,
    boolean linked,
    @Schema(examples = "1764501972") @Nullable Long incarnation,
    @Nullable Facts facts,
    @Nullable Instant viewedAt,
    @Schema(examples = "1203") @Nullable Long viewAgeMillis,
    boolean fresh,
    @Schema(examples = "timeout: no answer in 1 s") @Nullable String unheard,
    @Schema(examples = "0") int island,
    @Schema(examples = "2") int sees,
    List<MissResponse> misses,
    @Nullable Integer missesNotListed,
    @Schema(examples = "2") int missedBy,
    @Schema(examples = "[\"app@10.0.0.4\", \"app@10.0.0.5\"]") List<String> missedByFirst,
    @Schema(examples = "0") long flaps) {

  /**
   * What does not change while a member runs.
   *
   * @param releaseName its {@code RELEASE_NAME}; absent when it is no release
   * @param releaseVersion its {@code RELEASE_VSN}; absent when it is no release
   * @param netTickTimeSeconds after how long a silent peer is lost to it, in s
   */
  @RegisterForReflection
  @Schema(name = "MemberFacts", description = "What does not change while a member runs")
  public record Facts(
      @Schema(examples = "27") String otp,
      @Schema(examples = "shop") @Nullable String releaseName,
      @Schema(examples = "1.4.2") @Nullable String releaseVersion,
      @Schema(examples = "60") long netTickTimeSeconds,
      boolean preventOverlappingPartitions,
      boolean connectAll) {

    static Facts of(MemberFacts facts) {
      return new Facts(
          facts.otpRelease(),
          facts.releaseName().orElse(null),
          facts.releaseVersion().orElse(null),
          facts.netTickTimeSeconds(),
          facts.preventOverlappingPartitions(),
          facts.connectAll());
    }
  }

  /**
   * A member that another one does not list.
   *
   * @param since when it was first seen so; absent when the pair is not among those that are listed
   * @param there what the one found on the way to this one; absent until it has tried
   * @param back what this one found on the way to the other; absent until it has tried
   */
  @RegisterForReflection
  @Schema(name = "Miss", description = "A member that another one does not list, and why")
  public record MissResponse(
      @Schema(examples = "app@10.0.0.4") String node,
      @Nullable Instant since,
      @Nullable WayResponse there,
      @Nullable WayResponse back) {

    static MissResponse of(NodeName one, NodeName missed, List<Defect> defects) {
      Optional<Defect> defect =
          defects.stream().filter(d -> isOf(d, one, missed) || isOf(d, missed, one)).findFirst();
      boolean outward = defect.map(d -> d.from().equals(one)).orElse(true);
      Optional<Reach> there = defect.flatMap(d -> outward ? d.there() : d.back());
      Optional<Reach> back = defect.flatMap(d -> outward ? d.back() : d.there());
      return new MissResponse(
          missed.text(),
          defect.map(Defect::since).orElse(null),
          there.map(WayResponse::of).orElse(null),
          back.map(WayResponse::of).orElse(null));
    }

    private static boolean isOf(Defect defect, NodeName from, NodeName to) {
      return defect.from().equals(from) && defect.to().equals(to);
    }
  }

  static MemberRowResponse of(MemberRow row, MeshSnapshot mesh) {
    NodeName name = row.member().name();
    return new MemberRowResponse(
        name.text(),
        mesh.at(),
        row.member().address().orElse(null),
        row.member().linked(),
        MemberResponse.incarnation(row),
        row.facts().map(Facts::of).orElse(null),
        row.viewedAt().orElse(null),
        MemberResponse.viewAgeMillis(row, mesh.at()),
        row.fresh(),
        row.unheard().orElse(null),
        row.island(),
        row.sees(),
        row.misses().stream().map(missed -> MissResponse.of(name, missed, mesh.defects())).toList(),
        missesNotListed(row, mesh.members().size()),
        row.missedBy(),
        row.missedByFirst().stream().map(NodeName::text).toList(),
        row.flaps());
  }

  /** Only a full list leaves any out: it is short where the member has not told whom it sees. */
  private static @Nullable Integer missesNotListed(MemberRow row, int members) {
    int all = members - 1 - row.sees();
    return row.misses().size() < MemberRow.NAMES || all <= MemberRow.NAMES
        ? null
        : Integer.valueOf(all - MemberRow.NAMES);
  }
}
