package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeConnectError;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A node that was dialled in vain.
 *
 * @param node its name
 * @param error {@code failed_to_connect} or {@code local_node_is_not_alive}
 * @param cause the typed cause
 * @param detail what was seen on the wire
 * @param hint what to do about it
 */
@Schema(description = "A node that was dialled in vain")
public record NodeErrorResponse(
    @Schema(examples = "app@10.0.0.3") String node,
    @Schema(examples = "failed_to_connect") String error,
    @Schema(examples = "cookie_mismatch") String cause,
    @Schema(examples = "10.0.0.3:4370: the peer closed on this node's proof of the cookie")
        String detail,
    @Schema(examples = "compare the cookie of this service with the one of the node") String hint) {

  static NodeErrorResponse of(NodeConnectError error) {
    return new NodeErrorResponse(
        error.node().text(),
        error.error().name().toLowerCase(Locale.ROOT),
        error.cause().code(),
        error.detail(),
        error.cause().hint());
  }
}
