package io.nessiecluster.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether discovery has run.
 *
 * @param hasRan whether a round has completed since the start, whatever its outcome
 */
@Schema(description = "Whether a round has completed since the start, whatever its outcome")
public record HasRanResponse(boolean hasRan) {}
