/**
 * The Erlang Port Mapper Daemon, which knows the ports of a host's nodes (ERTS, "Distribution
 * Protocol", section "EPMD Protocol"): its messages, a client and an embedded server. Start reading
 * at {@link io.nessiecluster.distribution.epmd.EpmdClient}.
 *
 * <p>May come in: messages as pure records, and what the client and the server do their reading and
 * writing with. May not: when to register or to ask, which is {@code distribution}'s.
 */
@NullMarked
package io.nessiecluster.distribution.epmd;

import org.jspecify.annotations.NullMarked;
