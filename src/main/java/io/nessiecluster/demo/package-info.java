/**
 * The small world of {@code quarkus:dev} with nothing configured: a DNS server and six distribution
 * nodes on loopback, spoken to over real sockets, which tell a made-up story of their mesh. The
 * build leaves this package out of every artifact. Start reading at {@link
 * io.nessiecluster.demo.DemoWorld}. And {@link io.nessiecluster.demo.TrainingPeers}, for the image
 * on the JVM.
 *
 * <p>May come in: what makes dev mode worth a look. May not: anything that the service needs; a new
 * class is named in {@code quarkus.package.jar.user-configured-ignored-entries}.
 */
@NullMarked
package io.nessiecluster.demo;

import org.jspecify.annotations.NullMarked;
