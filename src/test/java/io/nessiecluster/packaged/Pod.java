package io.nessiecluster.packaged;

import io.nessiecluster.distribution.BeamNode;
import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.distribution.epmd.NodeEntry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a pod is to the service: an address with an EPMD, and BEAMs of any name. A BEAM registers
 * with an EPMD at 127.0.0.1 and nowhere else; that one is of the pod's own here, and what it lists
 * is registered at the pod's address too.
 */
final class Pod implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(10);

  private final InetAddress address;
  private final EpmdServer local;
  private final EpmdServer epmd;
  private final Map<BeamNode, AutoCloseable> beams = new HashMap<>();

  /**
   * A pod without BEAMs.
   *
   * @param address one of loopback that no other pod has
   */
  Pod(Surroundings surroundings, String address) throws Exception {
    this.address = InetAddress.ofLiteral(address);
    local = surroundings.epmd("127.0.0.1", 0);
    epmd = surroundings.epmd(address, surroundings.epmd.port());
  }

  /** Starts a BEAM of this name, which need not tell the address. */
  BeamNode start(String name, String... options) throws Exception {
    BeamNode beam = BeamNode.startAt(address, name, Surroundings.COOKIE, local.port(), options);
    String basename = name.substring(0, name.indexOf('@'));
    NodeEntry entry =
        local.registered().stream()
            .filter(each -> each.name().equals(basename))
            .findFirst()
            .orElseThrow();
    beams.put(
        beam,
        new EpmdClient(epmd.port(), System::nanoTime)
            .register(
                address,
                new Alive2Request(NodeEntry.of(basename, entry.port(), entry.type())),
                BOUND));
    return beam;
  }

  /** Ends a BEAM at once. */
  void stop(BeamNode beam) throws Exception {
    beam.close();
    beams.remove(beam).close();
  }

  /** Puts a counter in the place of the EPMD: whoever dials a node here asks it first. */
  Tripwire watch() throws Exception {
    int port = epmd.port();
    epmd.close();
    return new Tripwire(address.getHostAddress(), port);
  }

  @Override
  public void close() throws Exception {
    for (Map.Entry<BeamNode, AutoCloseable> each : beams.entrySet()) {
      each.getKey().close();
      each.getValue().close();
    }
    local.close();
    epmd.close();
  }
}
