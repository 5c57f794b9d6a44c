/**
 * Rounds, lookups and dials as spans of OpenTelemetry. Start reading at {@link
 * io.nessiecluster.tracing.OpenTelemetryTracer}.
 *
 * <p>May come in: adapters of the domain's tracer. May not: whatever would make tracing's absence
 * felt; OpenTelemetry is known here, and handed over by {@code app}, alone.
 */
@NullMarked
package io.nessiecluster.tracing;

import org.jspecify.annotations.NullMarked;
