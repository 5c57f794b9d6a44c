/**
 * What Prometheus sees. Start reading at {@link io.nessiecluster.metrics.MetricNames}, where all
 * names are.
 *
 * <p>May come in: counters fed by events, gauges read from the snapshot. May not: a label whose
 * values have no bound, such as an address or a node; Micrometer is known here alone.
 */
@NullMarked
package io.nessiecluster.metrics;

import org.jspecify.annotations.NullMarked;
