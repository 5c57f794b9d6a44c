package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;

/**
 * A join that is not made.
 *
 * @param from as of the join; the lowest-named member of its island, when nobody there can be asked
 * @param rule the first that forbids it
 * @param detail one line: what was found, and where
 */
public record Refusal(NodeName from, NodeName to, Join.Kind kind, Rule rule, String detail) {}
