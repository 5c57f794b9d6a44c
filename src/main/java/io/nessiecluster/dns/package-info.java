/**
 * Looks names up in the DNS with dnsjava's messages, with the search list of resolv.conf as glibc
 * applies it, and without any cache: every round of discovery sees what the servers say now. Start
 * reading at {@link io.nessiecluster.dns.DnsjavaLookup}.
 *
 * <p>May come in: how names are asked for and answers are read; dnsjava is known here alone. May
 * not: what an outcome means for a node, which is {@code cluster}'s.
 */
@NullMarked
package io.nessiecluster.dns;

import org.jspecify.annotations.NullMarked;
