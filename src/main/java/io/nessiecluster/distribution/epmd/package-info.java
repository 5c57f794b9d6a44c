/**
 * The Erlang Port Mapper Daemon, which knows the ports of a host's nodes (ERTS, "Distribution
 * Protocol", section "EPMD Protocol"): its messages, a client and an embedded server.
 */
@NullMarked
package io.nessiecluster.distribution.epmd;

import org.jspecify.annotations.NullMarked;
