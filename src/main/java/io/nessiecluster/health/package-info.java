/** The probes of the kubelet: they read memory only. */
@NullMarked
package io.nessiecluster.health;

import org.jspecify.annotations.NullMarked;
