/**
 * The small world of {@code quarkus:dev} with nothing configured: a DNS server and three
 * distribution nodes on loopback, spoken to over real sockets. The build leaves this package out of
 * every artifact.
 */
@NullMarked
package io.nessiecluster.demo;

import org.jspecify.annotations.NullMarked;
