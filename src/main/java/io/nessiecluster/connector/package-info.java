/**
 * The only room that sees the domain and Erlang: it says in the domain's words what the
 * distribution does, and in Erlang's what the domain wants. Start reading at {@link
 * io.nessiecluster.connector.ErlangConnector}.
 *
 * <p>May come in: adapters between the two, without decisions of their own. May not: protocol,
 * which is {@code distribution}, and rules of discovery, which are {@code cluster}.
 */
@NullMarked
package io.nessiecluster.connector;

import org.jspecify.annotations.NullMarked;
