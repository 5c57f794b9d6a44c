package io.nessiecluster.swarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a contender forms a cluster of so many nodes.
 *
 * @param nodes how many
 * @param first from the request of a process's first round to the last link, as the nodes see it;
 *     the median of fresh processes
 * @param again the same for later rounds of one process, after all links were dropped; empty when
 *     it dials by itself then
 * @param cpu the contender's CPU time of that, the mean
 * @param polling the contender's CPU time in a second in which nothing changes, with an interval of
 *     1 s: what a round costs that finds nothing new
 * @param residentMib memory with all nodes connected
 */
record Formation(
    int nodes,
    Duration first,
    Optional<Duration> again,
    Duration cpu,
    Duration polling,
    double residentMib) {

  private static final int WARM_ROUNDS = 200; // for a JVM to compile: it runs for days
  private static final int POLLING_SECONDS = 15;
  private static final Map<String, String> EVERY_SECOND = Map.of("NESSIE_CLUSTER_INTERVAL", "1s");

  /** Prints a row for each contender and number of nodes. */
  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "Forming a cluster (ms; medians of %d; ratio: dns_cluster's time by ours; to the floor: by its)"
            .formatted(options.runs()),
        "nodes",
        "by",
        "first round",
        "again",
        "CPU again",
        "CPU of polling, per s",
        "resident, MiB",
        "ratio, first round",
        "to the floor");
    try (Swarm swarm = new Swarm(netTickTime)) {
      for (int nodes : options.sizes()) {
        swarm.start(nodes - swarm.size());
        swarm.name(0, nodes);
        warmUp(swarm, nodes, options);
        Formation floor = measure(_ -> Floor.start(nodes), swarm, nodes, options.runs());
        floor.print("the floor", Optional.empty(), floor);
        Optional<Formation> peer = Optional.empty();
        if (options.dnsCluster().isPresent()) {
          Path ebin = options.dnsCluster().get();
          peer =
              Optional.of(
                  measure(polls -> Beam.start(ebin, swarm, polls), swarm, nodes, options.runs()));
          peer.get().print("dns_cluster", Optional.empty(), floor);
        }
        for (Packaging packaging : options.packagings()) {
          measure(
                  polls -> Service.start(packaging, swarm, polls ? EVERY_SECOND : Map.of()),
                  swarm,
                  nodes,
                  options.runs())
              .print(packaging.title(), peer, floor);
        }
      }
    }
  }

  /** The nodes are not what is measured: let their JVMs compile what they need first. */
  private static void warmUp(Swarm swarm, int nodes, Options options)
      throws IOException, InterruptedException {
    try (Contender service = Service.start(options.packagings().getFirst(), swarm)) {
      for (int run = 0; run < Math.clamp(5000 / nodes, 1, 20); run++) {
        form(service, swarm, nodes);
        swarm.dropLinks();
        awaitConnected(service, 0);
      }
    }
  }

  private void print(String by, Optional<Formation> peer, Formation floor) {
    Figures.row(
        nodes,
        by,
        Figures.ms(first),
        again.map(Figures::ms).orElse(""),
        again.map(any -> Figures.ms(cpu)).orElse(""),
        Figures.ms(polling),
        Math.round(residentMib),
        peer.map(it -> Figures.ratio(it.first, first)).orElse(""),
        Figures.ratio(first, floor.first));
  }

  /** How to start a contender that runs rounds when told only, or every second too. */
  @FunctionalInterface
  interface Start {
    Contender contender(boolean polls) throws IOException;
  }

  /** Lets contenders that have run no round yet form the cluster of all that the DNS names. */
  private static Formation measure(Start start, Swarm swarm, int nodes, int runs)
      throws IOException, InterruptedException {
    List<Duration> first = new ArrayList<>();
    for (int run = 1; run < runs; run++) {
      try (Contender contender = start.contender(false)) {
        first.add(firstRound(contender, swarm, nodes));
      }
      swarm.awaitLinks(0);
    }
    Duration polling = polling(start, swarm, nodes);
    try (Contender contender = start.contender(false)) {
      first.add(firstRound(contender, swarm, nodes));
      List<Duration> again = new ArrayList<>();
      Duration cpu = Duration.ZERO;
      for (int run = 0; run < runs && contender.staysDisconnected(); run++) {
        swarm.dropLinks();
        awaitConnected(contender, 0);
        Duration before = Proc.cpu(contender.pid());
        again.add(form(contender, swarm, nodes));
        cpu = cpu.plus(Proc.cpu(contender.pid()).minus(before));
      }
      double residentMib = Proc.residentMib(contender.pid());
      return new Formation(
          nodes,
          Figures.median(first),
          again.isEmpty() ? Optional.empty() : Optional.of(Figures.median(again)),
          cpu.dividedBy(runs),
          polling,
          residentMib);
    } finally {
      swarm.awaitLinks(0);
    }
  }

  private static Duration polling(Start start, Swarm swarm, int nodes)
      throws IOException, InterruptedException {
    try (Contender contender = start.contender(true)) {
      firstRound(contender, swarm, nodes);
      int warming = contender.warmsUp() ? Math.clamp(100_000 / nodes, 20, WARM_ROUNDS) : 0;
      for (int round = 0; round < warming; round++) {
        contender.beginRound();
        contender.endRound();
      }
      Duration before = Proc.cpu(contender.pid());
      Thread.sleep(Duration.ofSeconds(POLLING_SECONDS));
      return Proc.cpu(contender.pid()).minus(before).dividedBy(POLLING_SECONDS);
    } finally {
      swarm.awaitLinks(0);
    }
  }

  private static Duration firstRound(Contender contender, Swarm swarm, int nodes)
      throws IOException, InterruptedException {
    var _ = contender.connected(); // it has answered once: what follows is the round alone
    return form(contender, swarm, nodes);
  }

  /** One round; from its request to the last link. */
  static Duration form(Contender contender, Swarm swarm, int nodes)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    contender.beginRound();
    Duration took = Duration.ofNanos(swarm.awaitLinks(nodes) - begin);
    contender.endRound();
    awaitConnected(contender, nodes);
    return took;
  }

  /** Waits until the contender itself says so many. */
  static void awaitConnected(Contender contender, int nodes)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    for (int connected = -1; connected != nodes; connected = contender.connected()) {
      if (System.nanoTime() > end) {
        throw new IOException("it says %d connected, not %d".formatted(connected, nodes));
      }
      Thread.sleep(10);
    }
  }
}
