/** The control plane: routes, their JSON, and every error as a problem (RFC 9457). */
@NullMarked
package io.nessiecluster.rest;

import org.jspecify.annotations.NullMarked;
