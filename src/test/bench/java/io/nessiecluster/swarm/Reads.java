package io.nessiecluster.swarm;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads while a round hangs at the DNS, with 1,000 nodes connected; by {@code wrk}. */
final class Reads {

  private static final int NODES = 1000;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s*([\\d.]+)");
  private static final Pattern P99 = Pattern.compile("99%\\s*(\\S+)");

  private Reads() {}

  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "Reads during a round that hangs, %,d nodes connected (wrk, 32 connections, 5 s)"
            .formatted(NODES),
        "route",
        "by",
        "requests/s",
        "99 % within");
    try (Swarm swarm = new Swarm(netTickTime)) {
      swarm.start(NODES);
      swarm.name(0, NODES);
      for (Packaging packaging : options.packagings()) {
        swarm.awaitLinks(0);
        try (Service service =
            Service.start(packaging, swarm, Map.of("NESSIE_CLUSTER_DNS_TIMEOUT", "1m"))) {
          Formation.form(service, swarm, NODES);
          swarm.silenceDns();
          service.beginRound();
          for (String route : new String[] {"", "/has-ran", "/nodes/" + SwarmAddress.node(7)}) {
            wrk(service, route, 3); // warms up
            String output = wrk(service, route, 5);
            Figures.row(
                "/cluster" + route, packaging.title(), find(RATE, output), find(P99, output));
          }
        }
        swarm.name(0, NODES);
      }
    }
  }

  /** The output of wrk at a route below /cluster. */
  static String wrk(Service service, String route, int seconds)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c32",
                  "-d" + seconds + "s",
                  "--latency",
                  service.api("/cluster" + route).toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return "not measured: wrk is not installed";
    }
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    if (output.contains("Non-2xx") || output.contains("Socket errors")) {
      throw new IOException("reads failed: " + output);
    }
    return output;
  }

  /** The requests a second that wrk tells. */
  static String rate(String output) {
    return find(RATE, output);
  }

  private static String find(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    return matcher.find() ? matcher.group(1) : output.lines().findFirst().orElse("");
  }
}
