/**
 * The checks above the links: what can be wrong in a cluster whose nodes are all connected. Start
 * reading at {@link io.nessiecluster.mesh.check.Checks}.
 *
 * <p>May come in: judgements, pure functions of what members have said and since when. May not:
 * asking, which is {@code watch}'s.
 */
@NullMarked
package io.nessiecluster.mesh.check;

import org.jspecify.annotations.NullMarked;
