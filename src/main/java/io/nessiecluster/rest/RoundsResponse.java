package io.nessiecluster.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Rounds in memory, in short.
 *
 * @param rounds the newest first
 */
@Schema(description = "The last rounds in short, the newest first")
public record RoundsResponse(List<RoundResponse> rounds) {}
