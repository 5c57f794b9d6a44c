/**
 * The settings, as a documented interface; seen by the composition root alone. Start reading at
 * {@link io.nessiecluster.config.ClusterConfig}.
 *
 * <p>May come in: keys with their defaults, as texts. May not: their checking, which is {@code
 * app}'s, and anyone who wants a value: it is handed in.
 */
@NullMarked
package io.nessiecluster.config;

import org.jspecify.annotations.NullMarked;
