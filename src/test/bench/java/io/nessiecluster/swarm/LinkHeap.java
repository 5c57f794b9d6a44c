package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;

/** What an idle link takes of the service's heap, with all that is known of its node. */
final class LinkHeap {

  private static final int NODES = 1000;

  private LinkHeap() {}

  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    if (!options.packagings().contains(Packaging.JVM)) {
      return; // only a JVM tells what lives on its heap
    }
    Figures.head(
        "Live heap of the service (jcmd GC.class_histogram)",
        "links",
        "before, KiB",
        "with them, KiB",
        "bytes for each link");
    try (Swarm swarm = new Swarm(netTickTime)) {
      swarm.start(NODES);
      swarm.name(0, 1);
      try (Service service = Service.start(Packaging.JVM, swarm)) {
        Formation.form(service, swarm, 1); // loads the classes
        long before = Proc.liveHeap(service.pid());
        swarm.name(0, NODES);
        Formation.form(service, swarm, NODES);
        long with = Proc.liveHeap(service.pid());
        Figures.row(
            NODES, before / 1024, with / 1024, "%,d".formatted((with - before) / (NODES - 1)));
      }
    }
  }
}
