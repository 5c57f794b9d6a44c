package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What peers that take a connection and never answer cost a round, and the nodes beside them. */
final class SilentPeers {

  private static final int NODES = 1000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private SilentPeers() {}

  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "%,d nodes and silent ones, connect-timeout %,d ms (medians of %d)"
            .formatted(NODES, CONNECT_TIMEOUT.toMillis(), options.runs()),
        "silent",
        "by",
        "all others connected, ms",
        "whole round, ms",
        "beyond the round without, in connect-timeouts");
    Packaging packaging = options.packagings().getFirst();
    try (Swarm swarm = new Swarm(netTickTime)) {
      swarm.start(NODES);
      swarm.name(0, NODES);
      try (Service service =
          Service.start(
              packaging,
              swarm,
              Map.of("NESSIE_CLUSTER_CONNECT_TIMEOUT", CONNECT_TIMEOUT.toMillis() + "ms"))) {
        Duration without = Duration.ZERO;
        for (int silent : new int[] {0, 10, 100}) {
          swarm.silent(silent);
          List<Duration> connected = new ArrayList<>();
          List<Duration> whole = new ArrayList<>();
          for (int run = 0; run <= options.runs(); run++) {
            Duration took = Formation.form(service, swarm, NODES);
            if (run > 0) { // the first warms up
              connected.add(took);
              whole.add(service.lastRound());
            }
            swarm.dropLinks();
            Formation.awaitConnected(service, 0);
          }
          Duration median = Figures.median(whole);
          without = silent == 0 ? median : without;
          Figures.row(
              silent,
              packaging.title(),
              Figures.ms(Figures.median(connected)),
              Figures.ms(median),
              silent == 0 ? "" : Figures.ratio(median.minus(without), CONNECT_TIMEOUT));
        }
      }
    }
  }
}
