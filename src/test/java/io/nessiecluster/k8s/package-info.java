/** What can be known of the manifests without a cluster. */
@NullMarked
package io.nessiecluster.k8s;

import org.jspecify.annotations.NullMarked;
