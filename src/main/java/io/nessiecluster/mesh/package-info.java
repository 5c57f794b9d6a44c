/**
 * Who sees whom: the words in which the mesh between the nodes of a cluster is spoken of, and the
 * port by which its members are asked. {@code check} judges what stands above the links, {@code
 * watch} asks and remembers. Start reading at {@link io.nessiecluster.mesh.MeshSnapshot}.
 *
 * <p>May come in: what all who speak of the mesh need, in plain Java. May not: Erlang, which is
 * {@code connector}'s, and how anything is shown.
 */
@NullMarked
package io.nessiecluster.mesh;

import org.jspecify.annotations.NullMarked;
