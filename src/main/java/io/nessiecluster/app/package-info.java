/**
 * The composition root: reads the settings, wires the domain to its adapters, starts and stops it
 * all.
 */
@NullMarked
package io.nessiecluster.app;

import org.jspecify.annotations.NullMarked;
