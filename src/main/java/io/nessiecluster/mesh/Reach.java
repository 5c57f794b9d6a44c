package io.nessiecluster.mesh;

/**
 * What a member found when it tried the way to another one.
 *
 * @param detail one line: where, and what was seen
 */
public record Reach(LinkCause cause, String detail) {}
