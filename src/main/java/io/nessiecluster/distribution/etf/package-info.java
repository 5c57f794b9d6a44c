/**
 * Terms and their external format (ERTS, "External Term Format"): pure, over byte buffers. Start
 * reading at {@link io.nessiecluster.distribution.etf.Term}.
 *
 * <p>May come in: kinds of terms, their encoding, their text. May not: what a term means to whom it
 * is sent; it knows no other room.
 */
@NullMarked
package io.nessiecluster.distribution.etf;

import org.jspecify.annotations.NullMarked;
