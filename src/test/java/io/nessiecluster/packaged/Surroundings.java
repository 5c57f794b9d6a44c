package io.nessiecluster.packaged;

import io.nessiecluster.PackagedService;
import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.dns.TestDnsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A DNS, an EPMD and BEAMs on loopback, and the packaged service among them. */
final class Surroundings implements AutoCloseable {

  static final String COOKIE = "packagedcookie";
  static final String SELF = "nessie@127.0.0.1";
  static final String QUERY = "app.test.";

  final TestDnsServer dns = TestDnsServer.start();
  final EpmdServer epmd;
  final Path cookieFile;
  private final Path directory;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Surroundings(Path directory) throws IOException {
    this.directory = directory;
    cookieFile = Files.writeString(directory.resolve("cookie"), COOKIE + "\n");
    epmd = epmd("127.0.0.1", 0);
  }

  /** An EPMD at an address and a port; the caller closes it. */
  EpmdServer epmd(String address, int port) throws IOException {
    return EpmdServer.bind(
        InetAddress.ofLiteral(address),
        port,
        Thread.ofVirtual().factory(),
        timer,
        new SecureRandom(),
        EpmdServer.Limits.DEFAULT);
  }

  /** An address with an EPMD of its own, at the port of the first one. */
  Pod pod(String address) throws Exception {
    return closeLater(new Pod(this, address));
  }

  /** A service that looks up {@link #QUERY} every second, for BEAMs called {@code beam}. */
  PackagedService service(Map<String, String> more) throws IOException {
    return start(settings(more));
  }

  /** The settings of such a service. */
  Map<String, String> settings(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_CLUSTER_QUERY", "beam=" + QUERY);
    environment.put("NESSIE_CLUSTER_RESOURCE_TYPES", "A");
    environment.put("NESSIE_CLUSTER_INTERVAL", "1s");
    environment.put("NESSIE_CLUSTER_JITTER", "0");
    environment.put(
        "NESSIE_CLUSTER_DNS_SERVERS", "127.0.0.1:" + Integer.toString(dns.address().port()));
    environment.put("NESSIE_CLUSTER_NODE_NAME", SELF);
    environment.put("NESSIE_CLUSTER_DISTRIBUTION_PORT", "0");
    environment.put("NESSIE_CLUSTER_EPMD_MODE", "external");
    environment.put("NESSIE_CLUSTER_EPMD_PORT", Integer.toString(epmd.port()));
    environment.put("NESSIE_CLUSTER_COOKIE_FILE", cookieFile.toString());
    environment.putAll(more);
    return environment;
  }

  /** A service with these settings alone, once it listens. */
  PackagedService start(Map<String, String> settings) throws IOException {
    Map<String, String> environment = new HashMap<>(Map.of("QUARKUS_SHUTDOWN_DELAY", "0s"));
    environment.putAll(settings);
    PackagedService service = closeLater(PackagedService.start(directory, environment));
    return service.awaitStart();
  }

  /** A BEAM {@code basename@127.0.0.1} with the same cookie. */
  BeamNode beam(String basename) throws IOException {
    BeamNode beam = BeamNode.start(basename + "@127.0.0.1", COOKIE, epmd.port());
    open.push(beam);
    return beam;
  }

  <T extends AutoCloseable> T closeLater(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    epmd.close();
    dns.close();
    timer.shutdownNow();
  }
}
