/**
 * A swarm of real nodes on one machine, and what it shows of the packaged service and of its peers:
 * {@link io.nessiecluster.swarm.SwarmTable} prints the table, {@link io.nessiecluster.swarm.Swarm}
 * can be played with by hand. Linux only: it needs all of 127.0.0.0/8.
 */
@NullMarked
package io.nessiecluster.swarm;

import org.jspecify.annotations.NullMarked;
