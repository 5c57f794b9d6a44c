package io.nessiecluster.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What connecting or disconnecting by hand came to.
 *
 * @param node the node
 * @param connected whether it is connected now
 * @param note what discovery will make of that
 */
@Schema(description = "What connecting or disconnecting by hand came to")
public record ConnectionResponse(
    @Schema(examples = "app@10.0.0.1") String node,
    boolean connected,
    @Schema(
            examples =
                "the DNS names this node: the next round dials it again; POST /cluster/stop first"
                    + " to keep it disconnected")
        String note) {}
