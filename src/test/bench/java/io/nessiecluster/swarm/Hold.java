package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;

/** Whether many links stay up while nothing but ticks goes over them. */
final class Hold {

  private static final int NODES = 5000;

  private Hold() {}

  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Packaging packaging = options.packagings().getFirst();
    Figures.head(
        "%,d links, net-ticktime %d s".formatted(NODES, netTickTime.toSeconds()),
        "by",
        "held for",
        "lost",
        "links after",
        "CPU for a minute, ms",
        "resident, MiB");
    try (Swarm swarm = new Swarm(netTickTime)) {
      swarm.start(NODES);
      swarm.name(0, NODES);
      try (Service service = Service.start(packaging, swarm)) {
        Formation.form(service, swarm, NODES);
        long lostBefore = swarm.links().lost();
        Duration cpu = Proc.cpu(service.pid());
        Thread.sleep(options.hold());
        cpu = Proc.cpu(service.pid()).minus(cpu);
        SwarmProcess.Counts after = swarm.links();
        if (service.connected() != after.links()) {
          throw new IOException(
              "the service says %d connected, the nodes %d"
                  .formatted(service.connected(), after.links()));
        }
        Figures.row(
            packaging.title(),
            options.hold(),
            after.lost() - lostBefore,
            after.links(),
            Figures.ms(cpu.multipliedBy(60_000).dividedBy(options.hold().toMillis())),
            Math.round(Proc.residentMib(service.pid())));
      }
    }
  }
}
