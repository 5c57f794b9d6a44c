package io.nessiecluster.rest;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may use the routes that change what runs.
 *
 * @param readOnly whether nobody may (api.read-only)
 * @param tokenFile the file with the bearer token that is needed; empty = none is (api.token-file)
 */
public record ApiAccess(boolean readOnly, Optional<Path> tokenFile) {}
