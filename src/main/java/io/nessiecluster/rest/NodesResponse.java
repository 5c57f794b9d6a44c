package io.nessiecluster.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Nodes, the own one first.
 *
 * @param nodes the own node, then every known node by name
 */
@RegisterForReflection
@Schema(description = "The own node, then every known node by name")
public record NodesResponse(List<NodeResponse> nodes) {}
