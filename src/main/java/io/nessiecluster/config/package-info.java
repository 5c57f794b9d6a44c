/** The settings, as a documented interface; seen by the composition root alone. */
@NullMarked
package io.nessiecluster.config;

import org.jspecify.annotations.NullMarked;
