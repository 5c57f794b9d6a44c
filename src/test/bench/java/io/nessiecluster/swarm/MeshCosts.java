package io.nessiecluster.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What it costs to watch a whole mesh, and what discovery takes beside that. */
final class MeshCosts {

  private static final Map<String, String> WATCHED =
      Map.of("NESSIE_CLUSTER_MESH_INTERVAL", "1s", "NESSIE_CLUSTER_MESH_STABLE_FOR", "2s");
  private static final Map<String, String> BY_DEFAULT = Map.of();
  private static final Map<String, String> OFF = Map.of("NESSIE_CLUSTER_MESH_MODE", "off");
  private static final Duration WARM = Duration.ofSeconds(15);
  private static final Duration MEASURED = Duration.ofSeconds(40);
  private static final int WARM_ROUNDS = 20;
  private static final int UNCHANGED_ROUNDS = 10;
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private MeshCosts() {}

  /** Prints what sweeps cost, what they keep, and how fast the mesh is read. */
  static void print(Options options, Duration netTickTime)
      throws IOException, InterruptedException {
    Figures.head(
        "Watching a whole mesh (CPU without that of mesh.mode=off; heap by jcmd; reads by wrk, 32 connections)",
        "members",
        "by",
        "whole after the round, ms",
        "CPU of a sweep, ms",
        "of a core at the defaults, %",
        "heap of a member, bytes",
        "GET /cluster/mesh, KB",
        "requests/s");
    inWholeMeshes(options, netTickTime, MeshCosts::watch);
    Figures.head(
        "Discovery without the mesh, and beside it, in turn (ms; medians of %d first rounds and %d unchanged ones)"
            .formatted(options.runs(), options.runs() * UNCHANGED_ROUNDS),
        "nodes",
        "by",
        "first round, off",
        "first round, watched",
        "ratio",
        "unchanged round, off",
        "unchanged round, watched",
        "ratio");
    inWholeMeshes(
        options,
        netTickTime,
        (packaging, swarm, nodes) -> compare(packaging, swarm, nodes, options.runs()));
  }

  /** Prints a row about one packaging in a whole mesh of so many nodes. */
  @FunctionalInterface
  private interface MeshFigures {
    void print(Packaging packaging, Swarm swarm, int nodes)
        throws IOException, InterruptedException;
  }

  private static void inWholeMeshes(Options options, Duration netTickTime, MeshFigures row)
      throws IOException, InterruptedException {
    try (Swarm swarm = new Swarm(netTickTime)) {
      for (int nodes : options.sizes()) {
        swarm.start(nodes - swarm.size());
        swarm.name(0, nodes);
        swarm.mesh(nodes);
        for (Packaging packaging : options.packagings()) {
          row.print(packaging, swarm, nodes);
        }
      }
    }
  }

  private static void watch(Packaging packaging, Swarm swarm, int nodes)
      throws IOException, InterruptedException {
    double off = perSecond(packaging, swarm, nodes, OFF);
    double byDefault = perSecond(packaging, swarm, nodes, BY_DEFAULT);
    long heap = packaging == Packaging.JVM ? heap(swarm, nodes) : -1;
    try (Service service = Service.start(packaging, swarm, WATCHED)) {
      Formation.form(service, swarm, nodes);
      long begin = System.nanoTime();
      awaitWhole(service, nodes);
      Duration whole = Duration.ofNanos(System.nanoTime() - begin);
      Thread.sleep(WARM);
      long sweeps = sweeps(service);
      Duration cpu = Proc.cpu(service.pid());
      Thread.sleep(MEASURED);
      cpu = Proc.cpu(service.pid()).minus(cpu);
      sweeps = sweeps(service) - sweeps;
      double perSweep = (cpu.toMillis() - off * MEASURED.toSeconds()) / sweeps;
      int bytes = get(service, "/cluster/mesh").length();
      Reads.wrk(service, "/mesh", 3);
      String read = Reads.wrk(service, "/mesh", 5);
      Figures.row(
          nodes,
          packaging.title(),
          Figures.ms(whole),
          decimal(perSweep),
          decimal((byDefault - off) / 10),
          heap < 0 ? "" : "%,d".formatted(heap),
          bytes / 1000,
          Reads.rate(read));
    }
    swarm.awaitLinks(0);
  }

  private static String decimal(double figure) {
    return String.format(Locale.ROOT, "%.2f", figure);
  }

  /** Milliseconds of CPU in a second, in which no round runs. */
  private static double perSecond(
      Packaging packaging, Swarm swarm, int nodes, Map<String, String> settings)
      throws IOException, InterruptedException {
    try (Service service = Service.start(packaging, swarm, settings)) {
      Formation.form(service, swarm, nodes);
      Thread.sleep(WARM);
      Duration before = Proc.cpu(service.pid());
      Thread.sleep(MEASURED);
      return (double) Proc.cpu(service.pid()).minus(before).toMillis() / MEASURED.toSeconds();
    } finally {
      swarm.awaitLinks(0);
    }
  }

  /** Bytes of live heap for each member that the watch keeps. */
  private static long heap(Swarm swarm, int nodes) throws IOException, InterruptedException {
    return (liveHeap(swarm, nodes, WATCHED) - liveHeap(swarm, nodes, OFF)) / nodes;
  }

  private static long liveHeap(Swarm swarm, int nodes, Map<String, String> settings)
      throws IOException, InterruptedException {
    try (Service service = Service.start(Packaging.JVM, swarm, settings)) {
      Formation.form(service, swarm, nodes);
      if (!settings.equals(OFF)) {
        awaitWhole(service, nodes);
      }
      var _ = Proc.liveHeap(service.pid());
      List<Long> heaps = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Thread.sleep(700);
        heaps.add(Proc.liveHeap(service.pid()));
      }
      return heaps.stream().sorted().toList().getFirst();
    } finally {
      swarm.awaitLinks(0);
    }
  }

  private static void compare(Packaging packaging, Swarm swarm, int nodes, int runs)
      throws IOException, InterruptedException {
    List<Map<String, String>> sides = List.of(OFF, BY_DEFAULT);
    List<List<Duration>> first = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Duration>> unchanged = List.of(new ArrayList<>(), new ArrayList<>());
    for (int run = 0; run <= runs; run++) {
      for (int side = 0; side < sides.size(); side++) {
        try (Service service = Service.start(packaging, swarm, sides.get(side))) {
          var _ = service.connected();
          Duration round = Formation.form(service, swarm, nodes);
          if (run > 0) { // the first run warms the nodes up
            first.get(side).add(round);
          }
          Thread.sleep(WARM); // the first sweeps, for which all code is cold
          for (int again = 0; again < WARM_ROUNDS + UNCHANGED_ROUNDS; again++) {
            long begin = System.nanoTime();
            service.beginRound();
            service.endRound();
            if (run > 0 && again >= WARM_ROUNDS) {
              unchanged.get(side).add(Duration.ofNanos(System.nanoTime() - begin));
            }
          }
        }
        swarm.awaitLinks(0);
      }
    }
    Figures.row(
        nodes,
        packaging.title(),
        Figures.ms(Figures.median(first.getFirst())),
        Figures.ms(Figures.median(first.getLast())),
        Figures.exactRatio(Figures.median(first.getLast()), Figures.median(first.getFirst())),
        Figures.ms(Figures.median(unchanged.getFirst())),
        Figures.ms(Figures.median(unchanged.getLast())),
        Figures.exactRatio(
            Figures.median(unchanged.getLast()), Figures.median(unchanged.getFirst())));
  }

  private static void awaitWhole(Service service, int nodes)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    for (JsonNode mesh = mesh(service);
        !mesh.path("verdict").asText().equals("whole") || mesh.path("members").size() != nodes;
        mesh = mesh(service)) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "%s, of %d members".formatted(mesh.path("verdict"), mesh.path("members").size()));
      }
      Thread.sleep(50);
    }
  }

  private static long sweeps(Service service) throws IOException, InterruptedException {
    return mesh(service).path("sweep").path("number").asLong();
  }

  private static JsonNode mesh(Service service) throws IOException, InterruptedException {
    return JSON.readTree(get(service, "/cluster/mesh"));
  }

  private static String get(Service service, String path) throws IOException, InterruptedException {
    URI uri = service.api(path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).timeout(BOUND).build(), BodyHandlers.ofString())
          .body();
    }
  }
}
