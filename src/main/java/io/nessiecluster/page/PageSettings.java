package io.nessiecluster.page;

/**
 * How people may look at this service.
 *
 * @param enabled whether browsers get the page; a terminal gets the text all the same
 * @param membersExpected how many members are expected at least; 0 = any number
 */
public record PageSettings(boolean enabled, int membersExpected) {}
