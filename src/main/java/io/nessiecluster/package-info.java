/**
 * nessie-cluster: forms and watches Erlang clusters by DNS.
 *
 * <p>{@code cluster} is the domain, in plain Java: what a round of discovery is, and what is known
 * of every node. {@code dns} and {@code distribution} are how it reaches the world: dnsjava, and an
 * Erlang distribution layer of this project's own. {@code rest}, {@code health} and {@code metrics}
 * show what the domain knows; {@code tracing} follows its rounds. {@code config} holds the settings
 * as texts; {@code app} reads them, wires everything, starts and stops it. {@code demo} is the
 * world of dev mode, left out of every artifact.
 *
 * <pre>{@code
 * rest, health, metrics, tracing  →  cluster  ←  dns, distribution
 *                                    ↑
 *                            app (sees all, and config)
 * }</pre>
 */
@NullMarked
package io.nessiecluster;

import org.jspecify.annotations.NullMarked;
