package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How soon a change is seen: of the DNS, of a node that ends, and of one that freezes. */
final class Changes {

  private static final int NODES = 100;
  private static final Duration NET_TICK_TIME = Duration.ofSeconds(4);

  private Changes() {}

  static void print(Options options) throws IOException, InterruptedException {
    Figures.head(
        "Changes among %d nodes, interval 1 s, net-ticktime %d s (ms; of %d)"
            .formatted(NODES, NET_TICK_TIME.toSeconds(), options.runs() * 2),
        "change",
        "by",
        "median",
        "longest");
    Packaging packaging = options.packagings().getFirst();
    try (Swarm swarm = new Swarm(NET_TICK_TIME)) {
      swarm.start(NODES);
      swarm.name(0, NODES);
      try (Service service =
          Service.start(
              packaging,
              swarm,
              Map.of(
                  "NESSIE_CLUSTER_INTERVAL",
                  "1s",
                  "NESSIE_CLUSTER_NET_TICKTIME",
                  NET_TICK_TIME.toSeconds() + "s"))) {
        Formation.awaitConnected(service, NODES);
        List<Duration> named = new ArrayList<>();
        List<Duration> killed = new ArrayList<>();
        for (int run = 0; run < options.runs() * 2; run++) {
          int node = swarm.size();
          swarm.start(1);
          long begin = System.nanoTime();
          swarm.add(node, node + 1);
          named.add(Duration.ofNanos(swarm.awaitLinks(node + 1) - begin));
        }
        for (int run = 0; run < options.runs() * 2; run++) {
          int node = swarm.size() - 1 - run;
          swarm.remove(node, node + 1);
          long begin = System.nanoTime();
          swarm.kill(node, node + 1);
          Formation.awaitConnected(service, node);
          killed.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        print("a node is named: until it is connected", packaging, named);
        print("a node ends: until the service says so", packaging, killed);
        print(
            "nodes freeze: until the service says so", packaging, List.of(freeze(swarm, service)));
      }
    }
  }

  private static Duration freeze(Swarm swarm, Service service)
      throws IOException, InterruptedException {
    int connected = service.connected();
    SwarmProcess apart = swarm.startApart(10);
    Formation.awaitConnected(service, connected + 10);
    long begin = System.nanoTime();
    apart.freeze();
    try {
      Formation.awaitConnected(service, connected);
      return Duration.ofNanos(System.nanoTime() - begin);
    } finally {
      apart.thaw();
    }
  }

  private static void print(String change, Packaging packaging, List<Duration> took) {
    Figures.row(
        change,
        packaging.title(),
        Figures.ms(Figures.median(took)),
        Figures.ms(Collections.max(took)));
  }
}
