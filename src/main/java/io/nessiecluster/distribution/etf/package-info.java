/** Terms and their external format (ERTS, "External Term Format"): pure, over byte buffers. */
@NullMarked
package io.nessiecluster.distribution.etf;

import org.jspecify.annotations.NullMarked;
