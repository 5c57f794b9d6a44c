package io.nessiecluster.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Rounds in memory.
 *
 * @param rounds the newest first
 */
@Schema(description = "The last rounds, the newest first")
public record RoundsResponse(List<DiscoveryResponse> rounds) {}
