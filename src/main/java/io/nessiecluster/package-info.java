/**
 * nessie-cluster: forms and watches Erlang clusters by DNS.
 *
 * <p>{@code cluster} is the domain, in plain Java: its hall holds the words that all speak, {@code
 * state} what is known, {@code round} what is done, {@code feed} who listens. {@code mesh} is who
 * sees whom among the nodes, in plain Java too: {@code watch} asks them, {@code check} judges.
 * {@code dns} and {@code distribution} are how it reaches the world: dnsjava, and an Erlang
 * distribution layer of this project's own, which {@code connector} joins to the domain. {@code
 * rest}, {@code page}, {@code health} and {@code metrics} show what the domain knows, to programs,
 * to people, to the kubelet and to Prometheus; {@code http} is what the first two need of HTTP.
 * {@code tracing} follows its rounds. {@code config} holds the settings as texts; {@code app} reads
 * them, wires everything, starts and stops it. {@code demo} is the world of dev mode, left out of
 * every artifact. {@code base} holds the little that every room may use.
 *
 * <pre>{@code
 * rest, page, health, metrics, tracing  →  mesh  →  cluster  ←  dns
 *                                         ↑        ↑
 *                                         connector  →  distribution
 *
 * rest, page  →  http  →  cluster
 * within the domain:  round → state → cluster ← feed,  watch → check → mesh
 * app sees all, and config; nobody sees demo
 * }</pre>
 */
@NullMarked
package io.nessiecluster;

import org.jspecify.annotations.NullMarked;
