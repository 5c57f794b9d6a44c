/**
 * Acting: what a plan says is done, if the mode is to do it, and remembered. Start reading at
 * {@link io.nessiecluster.mesh.keep.MeshKeeper}.
 *
 * <p>May come in: what makes members connect, and what is kept of that. May not: what should be
 * done, which is a pure function: {@code plan}.
 */
@NullMarked
package io.nessiecluster.mesh.keep;

import org.jspecify.annotations.NullMarked;
