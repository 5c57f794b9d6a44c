package io.nessiecluster.swarm;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkEnd;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Some nodes of a swarm, each with an EPMD of its own on port 4369 and its acceptor on 4370. Run as
 * a process it does what lines on its standard input say, and ends with that: see {@link #obey}.
 */
final class SwarmNodes implements LinkListener, AutoCloseable {

  private final Duration netTickTime;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NodeRuntime runtime =
      new NodeRuntime(
          Clock.systemUTC(),
          System::nanoTime,
          new SecureRandom(),
          Thread.ofVirtual().factory(),
          timer);
  private final Map<Integer, ErlangNode> nodes = new TreeMap<>(); // of the thread that obeys
  private int links; // guarded by this, as is the next
  private long lost;
  private long changedAt = System.nanoTime();

  SwarmNodes(Duration netTickTime) {
    this.netTickTime = netTickTime;
  }

  /** Obeys standard input; the argument is the net-ticktime in seconds. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (SwarmNodes nodes = new SwarmNodes(Duration.ofSeconds(Integer.parseInt(args[0])));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(nodes.obey(line.split(" ")));
      }
    }
  }

  /**
   * Does as told: {@code start FROM TO}, {@code kill FROM TO} (TO exclusive), {@code drop} (the
   * links, not the nodes), {@code links}, {@code await LINKS MILLIS}.
   *
   * @return one line: {@code ok} and, of the last two, the number of links, how many were lost
   *     since the start, and when that changed last ({@link System#nanoTime()}, which on Linux is
   *     the same for all processes)
   */
  String obey(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case "start" -> start(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "kill" -> kill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "drop" -> drop();
      case "links" -> {
        return counts();
      }
      case "await" -> {
        return await(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      }
      default ->
          throw new IllegalArgumentException("start, kill, drop, links or await, not " + words[0]);
    }
    return "ok";
  }

  private void start(int from, int to) throws IOException, InterruptedException {
    for (int number = from; number < to; number++) {
      NodeSettings settings =
          NodeSettings.of(
                  SwarmAddress.node(number),
                  Cookie.of(SwarmAddress.COOKIE),
                  InetAddress.ofLiteral(SwarmAddress.of(number)))
              .withHidden(false)
              .withNetTickTime(netTickTime)
              .withEpmd(EpmdMode.EMBEDDED, NodeSettings.DEFAULT_EPMD_PORT);
      try {
        nodes.put(number, ErlangNode.start(settings, runtime, this));
      } catch (BindException e) {
        throw new IOException(
            "%s: ports %d (EPMD) and %d must be free at each of 127.1.x.y: %s"
                .formatted(settings.name(), settings.epmdPort(), settings.port(), e.getMessage()),
            e);
      }
    }
  }

  private void kill(int from, int to) {
    for (int number = from; number < to; number++) {
      ErlangNode node = nodes.remove(number);
      if (node != null) {
        node.close();
      }
    }
  }

  private void drop() {
    nodes.values().forEach(node -> node.links().forEach(link -> node.disconnect(link.peer())));
  }

  private synchronized String await(int count, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; links != count && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return counts();
  }

  private synchronized String counts() {
    return "ok %d %d %d".formatted(links, lost, changedAt);
  }

  @Override
  public synchronized void linkUp(Link link) {
    links++;
    changed();
  }

  @Override
  public synchronized void linkLost(Link link, LinkEnd cause, String detail) {
    links--;
    lost++;
    changed();
  }

  private synchronized void changed() {
    changedAt = System.nanoTime();
    notifyAll();
  }

  @Override
  public void close() {
    nodes.values().forEach(ErlangNode::close);
    timer.shutdownNow();
  }
}
