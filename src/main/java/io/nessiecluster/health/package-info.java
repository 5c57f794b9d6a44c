/**
 * The probes of the kubelet: they read memory only. Start reading at {@link
 * io.nessiecluster.health.ReadyCheck}.
 *
 * <p>May come in: a small class for each check. May not: anything that waits, or asks the network:
 * a probe answers while a round hangs.
 */
@NullMarked
package io.nessiecluster.health;

import org.jspecify.annotations.NullMarked;
