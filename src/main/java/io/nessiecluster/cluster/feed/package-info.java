/**
 * Who listens: events, live and for a while from memory, for any number of readers. Start reading
 * at {@link io.nessiecluster.cluster.feed.EventFeed}.
 *
 * <p>May come in: how events reach those who want them. May not: HTTP, which is {@code rest}, and
 * the state: a feed knows events alone.
 */
@NullMarked
package io.nessiecluster.cluster.feed;

import org.jspecify.annotations.NullMarked;
