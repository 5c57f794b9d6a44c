/**
 * What {@code /} answers: the page to browsers, a text to terminals. Start reading at {@link
 * io.nessiecluster.page.FrontDoor}; the text is made by {@link io.nessiecluster.page.OverviewText}.
 *
 * <p>May come in: what people look at. May not: decisions; what is shown comes from one snapshot of
 * the domain, and a reader never waits for a round.
 */
@NullMarked
package io.nessiecluster.page;

import org.jspecify.annotations.NullMarked;
