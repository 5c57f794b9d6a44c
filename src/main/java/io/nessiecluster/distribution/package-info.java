/**
 * An Erlang node in Java: it is dialled by and dials BEAM nodes of OTP 25 and later, keeps the
 * links alive, and tells when one comes up or is lost. Begin with {@link
 * io.nessiecluster.distribution.ErlangNode}.
 *
 * <p>Nothing that a peer sends is ever executed: this node has no processes. It answers what keeps
 * a BEAM content (ticks, {@code net_adm:ping/1}, links and monitors of processes that are not
 * there) and skips the rest.
 *
 * <p>Plain Java: it knows nothing of the service around it. Below it, three packages that do not
 * know each other: {@code etf} (terms), {@code epmd} (the port mapper), {@code handshake}.
 *
 * <p>Source: ERTS User's Guide, <i>Distribution Protocol</i> and <i>External Term Format</i>.
 */
@NullMarked
package io.nessiecluster.distribution;

import org.jspecify.annotations.NullMarked;
