/**
 * Looks names up in the DNS by dnsjava, with the search list of resolv.conf as glibc applies it,
 * and without any cache: every round of discovery sees what the servers say now.
 */
@NullMarked
package io.nessiecluster.dns;

import org.jspecify.annotations.NullMarked;
