/**
 * The composition root: reads the settings, wires the domain to its adapters, starts and stops it
 * all. Start reading at {@link io.nessiecluster.app.ClusterProducer}, what is made of what.
 *
 * <p>May come in: beans that are made, started or closed, and how settings are read. May not: rules
 * of discovery or of the protocol; what has to be decided here belongs into another room.
 */
@NullMarked
package io.nessiecluster.app;

import org.jspecify.annotations.NullMarked;
