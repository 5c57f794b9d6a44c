package io.nessiecluster.rest;

import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MemberRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A member of the mesh, in short.
 *
 * @param address where it is; absent when not known
 * @param incarnation which start of it this is; absent when not known
 * @param release what it runs, {@code RELEASE_NAME-RELEASE_VSN}; absent when it is no release, or
 *     has not told
 * @param otp its OTP release; absent until it has told
 * @param viewAgeMillis how long ago it told whom it sees, in ms before {@code at}; absent when it
 *     has not
 * @param fresh whether that was in one of the last two sweeps
 * @param island the number of its island
 * @param sees how many members it lists, itself not counted
 * @param missedBy how many members do not list it
 * @param unheard why it has not answered in the last sweep; absent when it has
 */
@RegisterForReflection
@Schema(description = "A member of the mesh, in short")
public record MemberResponse(
    @Schema(examples = "app@10.0.0.2") String name,
    @Schema(examples = "10.0.0.2") @Nullable String address,
    @Schema(examples = "1764501972") @Nullable Long incarnation,
    @Schema(examples = "shop-1.4.2") @Nullable String release,
    @Schema(examples = "27") @Nullable String otp,
    @Schema(examples = "1203") @Nullable Long viewAgeMillis,
    boolean fresh,
    @Schema(examples = "0") int island,
    @Schema(examples = "2") int sees,
    @Schema(examples = "2") int missedBy,
    @Nullable String unheard) {

  static MemberResponse of(MemberRow row, Instant at) {
    return new MemberResponse(
        row.member().name().text(),
        row.member().address().orElse(null),
        incarnation(row),
        row.facts().flatMap(MemberResponse::release).orElse(null),
        row.facts().map(MemberFacts::otpRelease).orElse(null),
        viewAgeMillis(row, at),
        row.fresh(),
        row.island(),
        row.sees(),
        row.missedBy(),
        row.unheard().orElse(null));
  }

  static @Nullable Long incarnation(MemberRow row) {
    long creation = row.member().creation();
    return creation == 0 ? null : creation;
  }

  static @Nullable Long viewAgeMillis(MemberRow row, Instant at) {
    return row.viewedAt().map(then -> Duration.between(then, at).toMillis()).orElse(null);
  }

  private static Optional<String> release(MemberFacts facts) {
    List<String> parts =
        Stream.of(facts.releaseName(), facts.releaseVersion()).flatMap(Optional::stream).toList();
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(parts.stream().collect(Collectors.joining("-")));
  }
}
