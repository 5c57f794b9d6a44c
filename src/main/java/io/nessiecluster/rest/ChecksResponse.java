package io.nessiecluster.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What stands above the links.
 *
 * @param at as of when it is
 * @param checks none before the first sweep
 */
@RegisterForReflection
@Schema(description = "What stands above the links; no check before the first sweep")
public record ChecksResponse(Instant at, List<CheckResponse> checks) {}
