package io.nessiecluster.mesh;

/**
 * A view that is young enough to say something.
 *
 * @param isNew whether it came since the last sweep was judged
 */
public record FreshView(ViewRow row, boolean isNew) {}
