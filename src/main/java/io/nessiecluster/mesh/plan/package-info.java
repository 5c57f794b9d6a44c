/**
 * What would make the mesh whole: which connects, and why not the others. Start reading at {@link
 * io.nessiecluster.mesh.plan.JoinPlan}.
 *
 * <p>May come in: rules, pure functions of what members have said, of what was done before and of
 * time. May not: asking, which is {@code watch}'s, and acting, which is {@code keep}'s.
 */
@NullMarked
package io.nessiecluster.mesh.plan;

import org.jspecify.annotations.NullMarked;
