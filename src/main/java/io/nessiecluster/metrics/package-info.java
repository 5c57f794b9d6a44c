/** What Prometheus sees. Names are in {@link io.nessiecluster.metrics.MetricNames}. */
@NullMarked
package io.nessiecluster.metrics;

import org.jspecify.annotations.NullMarked;
