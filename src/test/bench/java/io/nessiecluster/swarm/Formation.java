package io.nessiecluster.swarm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param unchangedCpu the contender's CPU time of a round that finds nothing new, the mean; with
 *     that of being told to run it
 * @param residentMib memory with all nodes connected
 */
record Formation(
    int nodes,
    Duration first,
    Optional<Duration> again,
    Duration cpu,
    Duration unchangedCpu,
    double residentMib) {

  private static final int UNCHANGED_ROUNDS = 200; // and as many before, for a JVM to compile
  private static final Duration UNCHANGED_ROUND = Duration.ofMillis(10);

  /** Prints a row for each contender and number of nodes. */
  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "Forming a cluster (ms; medians of %d; ratio: dns_cluster's time by ours)"
            .formatted(options.runs()),
        "nodes",
        "by",
        "first round",
        "again",
        "CPU again",
        "CPU of an unchanged round",
        "resident, MiB",
        "ratio, first round");
    try (Swarm swarm = new Swarm(netTickTime)) {
      for (int nodes : options.sizes()) {
        swarm.start(nodes - swarm.size());
        swarm.name(0, nodes);
        warmUp(swarm, nodes, options);
        Optional<Formation> peer = Optional.empty();
        if (options.dnsCluster().isPresent()) {
          Path ebin = options.dnsCluster().get();
          peer = Optional.of(measure(() -> Beam.start(ebin, swarm), swarm, nodes, options.runs()));
          peer.get().print("dns_cluster", Optional.empty());
        }
        for (Packaging packaging : options.packagings()) {
          measure(() -> Service.start(packaging, swarm), swarm, nodes, options.runs())
              .print(packaging.title(), peer);
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

  private void print(String by, Optional<Formation> peer) {
    Figures.row(
        nodes,
        by,
        Figures.ms(first),
        again.map(Figures::ms).orElse(""),
        again.map(any -> Figures.ms(cpu)).orElse(""),
        Figures.ms(unchangedCpu),
        Math.round(residentMib),
        peer.map(it -> Figures.ratio(it.first, first)).orElse(""));
  }

  /** How to start a contender. */
  @FunctionalInterface
  interface Start {
    Contender contender() throws IOException;
  }

  /** Lets contenders that have run no round yet form the cluster of all that the DNS names. */
  private static Formation measure(Start start, Swarm swarm, int nodes, int runs)
      throws IOException, InterruptedException {
    List<Duration> first = new ArrayList<>();
    for (int run = 1; run < runs; run++) {
      try (Contender contender = start.contender()) {
        first.add(firstRound(contender, swarm, nodes));
      }
      swarm.awaitLinks(0);
    }
    try (Contender contender = start.contender()) {
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
      int rounds = Math.clamp(4 * UNCHANGED_ROUNDS * 100 / nodes, 20, UNCHANGED_ROUNDS);
      run(contender, rounds);
      Duration before = Proc.cpu(contender.pid());
      run(contender, rounds);
      Duration unchangedCpu = Proc.cpu(contender.pid()).minus(before);
      return new Formation(
          nodes,
          Figures.median(first),
          again.isEmpty() ? Optional.empty() : Optional.of(Figures.median(again)),
          cpu.dividedBy(runs),
          unchangedCpu.dividedBy(rounds),
          residentMib);
    } finally {
      swarm.awaitLinks(0);
    }
  }

  private static Duration firstRound(Contender contender, Swarm swarm, int nodes)
      throws IOException, InterruptedException {
    awaitConnected(contender, 0); // it has answered once: what follows is the round alone
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

  private static void run(Contender contender, int rounds)
      throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      contender.beginRound();
      Thread.sleep(UNCHANGED_ROUND); // asked sooner, it would spend its time on answers
      contender.endRound();
    }
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
