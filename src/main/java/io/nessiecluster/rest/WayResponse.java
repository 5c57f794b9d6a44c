package io.nessiecluster.rest;

import io.nessiecluster.mesh.Reach;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a member found when it tried the way to another one.
 *
 * @param cause what is in the way, or {@code reachable}
 * @param detail where, and what was seen
 * @param hint what to do about it
 */
@RegisterForReflection
@Schema(description = "What a member found when it tried the way to another one")
public record WayResponse(
    @Schema(examples = "connect_timeout") String cause,
    @Schema(examples = "no answer from 10.0.0.4:4370 in 1 s") String detail,
    @Schema(
            examples =
                "open the ports of inet_dist_listen_min to _max between members; a firewall drops"
                    + " them")
        String hint) {

  static WayResponse of(Reach reach) {
    return new WayResponse(reach.cause().code(), reach.detail(), reach.cause().hint());
  }
}
