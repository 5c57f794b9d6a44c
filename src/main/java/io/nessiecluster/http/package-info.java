/**
 * What the routes for programs and those for people have in common: how events reach a reader over
 * HTTP, and how one who does not read is disconnected. Start reading at {@link
 * io.nessiecluster.http.EventStream}.
 *
 * <p>May come in: what both {@code rest} and {@code page} need of HTTP. May not: routes, and what a
 * reader is told, which are theirs.
 */
@NullMarked
package io.nessiecluster.http;

import org.jspecify.annotations.NullMarked;
