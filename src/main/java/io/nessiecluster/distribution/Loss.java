package io.nessiecluster.distribution;

/**
 * How a link was lost.
 *
 * @param detail one line: what was seen
 */
record Loss(LinkEnd cause, String detail) {}
