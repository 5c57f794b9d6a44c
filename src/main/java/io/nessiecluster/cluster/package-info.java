@NullMarked
package io.nessiecluster.cluster;

import org.jspecify.annotations.NullMarked;
