package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeConnectError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The problem of a node that could not be connected by hand (RFC 9457, with extension members).
 *
 * @param type {@code urn:nessie-cluster:problem:connect-failed}
 * @param title the kind in a few words
 * @param status 502
 * @param detail what was seen on the wire
 * @param node the node
 * @param cause the typed cause
 * @param hint what to do about it
 */
@RegisterForReflection
@Schema(description = "A node that could not be connected, as in RFC 9457")
public record ConnectProblem(
    @Schema(examples = "urn:nessie-cluster:problem:connect-failed") URI type,
    @Schema(examples = "Connect failed") String title,
    @Schema(examples = "502") int status,
    @Schema(examples = "10.0.0.3:4370: the peer closed on this node's proof of the cookie")
        String detail,
    @Schema(examples = "app@10.0.0.3") String node,
    @Schema(examples = "cookie_mismatch") String cause,
    @Schema(examples = "compare the cookie of this service with the one of the node") String hint) {

  static final int STATUS = 502;

  static ConnectProblem of(NodeConnectError error) {
    return new ConnectProblem(
        URI.create("urn:nessie-cluster:problem:connect-failed"),
        "Connect failed",
        STATUS,
        error.detail(),
        error.node().text(),
        error.cause().code(),
        error.cause().hint());
  }
}
