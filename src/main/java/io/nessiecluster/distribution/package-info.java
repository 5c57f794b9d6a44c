/**
 * An Erlang node in Java: it is dialled by and dials BEAM nodes of OTP 25 and later, keeps the
 * links alive, tells when one comes up or is lost, and calls functions at peers. Start reading at
 * {@link io.nessiecluster.distribution.ErlangNode}; how dials that cross are decided stands in
 * {@code DialState}.
 *
 * <pre>{@code
 * try (NodeRuntime runtime = NodeRuntime.system();
 *     ErlangNode node = ErlangNode.start(us, runtime, LinkListener.none())) {
 *   Duration bound = Duration.ofSeconds(5);
 *   node.connect(peer, bound);
 *   List<Term> arguments = List.of(Term.integer(1), Term.integer(3));
 *   return node.call(peer, "lists", "seq", arguments, bound);
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.nessiecluster.distribution.ErlangNode}: the node, its links and its calls; made
 *       of {@link io.nessiecluster.distribution.NodeSettings} and, for time, threads and
 *       randomness, a {@link io.nessiecluster.distribution.NodeRuntime}
 *   <li>{@link io.nessiecluster.distribution.Link}: a connection to a peer; {@link
 *       io.nessiecluster.distribution.LinkListener} hears of each
 *   <li>{@link io.nessiecluster.distribution.ConnectFailure}, {@link
 *       io.nessiecluster.distribution.LinkEnd} and {@link
 *       io.nessiecluster.distribution.CallFailure}: why a connect fails, a link is lost, a call has
 *       no result
 *   <li>{@link io.nessiecluster.distribution.NodeLimits}: what peers can make it hold
 *   <li>{@link io.nessiecluster.distribution.NodeStatistics}: what it has done
 * </ul>
 *
 * <p>Links go over plain TCP or TLS: see {@link io.nessiecluster.distribution.Transport}.
 *
 * <p>Nothing that a peer sends is ever executed: this node has no processes. It answers what keeps
 * a BEAM content (ticks, {@code net_adm:ping/1}, links and monitors of processes that are not
 * there) and skips the rest.
 *
 * <p>Plain Java: it knows nothing of the service around it. Behind this door, for nobody else:
 * {@code transport} (bytes and TLS), {@code control} (control messages), {@code call} (calls in
 * flight). Below, protocol alone, in packages that do not know each other: {@code etf} (terms),
 * {@code epmd} (the port mapper), {@code handshake}.
 *
 * <p>May come in: the node, its links and its dials, and what a user of the library holds in hand.
 * May not: discovery, and bytes, which have their rooms.
 *
 * <p>Source: ERTS User's Guide, <i>Distribution Protocol</i> and <i>External Term Format</i>.
 */
@NullMarked
package io.nessiecluster.distribution;

import org.jspecify.annotations.NullMarked;
