package io.nessiecluster.page;

/**
 * How people may look at this service.
 *
 * @param enabled whether browsers get the page; a terminal gets the text all the same
 */
public record PageSettings(boolean enabled) {}
