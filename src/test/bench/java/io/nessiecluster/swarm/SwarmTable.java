package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;

/**
 * Prints what a swarm of nodes on this machine shows of the packaged service, and of dns_cluster
 * where that is given by path: see {@link Options}. Needs a machine that does nothing else.
 */
public final class SwarmTable {

  private static final Duration NET_TICK_TIME = Duration.ofSeconds(60); // OTP's default

  private SwarmTable() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.of(args);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroy)));
    if (options.packagings().isEmpty()) {
      throw new IllegalArgumentException("nothing to measure: first ./mvnw package -DskipTests");
    }
    for (String part : options.parts()) {
      switch (part) {
        case "form" -> Formation.print(options, NET_TICK_TIME);
        case "silent" -> SilentPeers.print(options, NET_TICK_TIME);
        case "change" -> Changes.print(options);
        case "reads" -> Reads.print(options, NET_TICK_TIME);
        case "heap" -> LinkHeap.print(options, NET_TICK_TIME);
        case "hold" -> Hold.print(options, NET_TICK_TIME);
        case "names" -> Names.print(options, NET_TICK_TIME);
        case "mesh" -> MeshCosts.print(options, NET_TICK_TIME);
        default ->
            throw new IllegalArgumentException(
                "parts="
                    + part
                    + ": allowed are form, silent, change, reads, heap, hold, names,"
                    + " mesh");
      }
    }
  }
}
