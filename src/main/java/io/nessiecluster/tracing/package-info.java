/** Rounds, lookups and dials as spans of OpenTelemetry. */
@NullMarked
package io.nessiecluster.tracing;

import org.jspecify.annotations.NullMarked;
