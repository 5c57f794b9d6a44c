/**
 * The packaged application as a process: the native executable where there is one, else the JVM's.
 */
@NullMarked
package io.nessiecluster.packaged;

import org.jspecify.annotations.NullMarked;
