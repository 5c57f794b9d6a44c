/** The house rules as ArchUnit rules, and a house that breaks each of them. */
@NullMarked
package io.nessiecluster.architecture;

import org.jspecify.annotations.NullMarked;
