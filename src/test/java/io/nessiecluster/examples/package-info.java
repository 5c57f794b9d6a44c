/** What docs/library.md quotes: each is run against a real BEAM. */
@NullMarked
package io.nessiecluster.examples;

import org.jspecify.annotations.NullMarked;
