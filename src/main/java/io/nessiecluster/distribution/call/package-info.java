/**
 * Calls of functions at peers, in flight over one link: how one is asked, how its answer is told.
 * Start reading at {@link io.nessiecluster.distribution.call.CallTable}.
 *
 * <p>May come in: what rex and erpc say on the wire. May not: links and deadlines, which are {@code
 * distribution}'s. Seen by {@code distribution} alone.
 */
@NullMarked
package io.nessiecluster.distribution.call;

import org.jspecify.annotations.NullMarked;
