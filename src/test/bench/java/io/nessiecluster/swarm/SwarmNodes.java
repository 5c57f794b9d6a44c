package io.nessiecluster.swarm;

import io.nessiecluster.distribution.ConnectFailure;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkEnd;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.epmd.EpmdServer;
import io.nessiecluster.distribution.etf.Term;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Some nodes of a swarm, each with an EPMD of its own on port 4369 and its acceptor on 4370. Run as
 * a process it does what lines on its standard input say, and ends with that: see {@link #obey}.
 */
final class SwarmNodes implements LinkListener, AutoCloseable {

  /** A node and the EPMD that it has to itself. */
  private record Member(ErlangNode node, EpmdServer epmd) implements AutoCloseable {
    @Override
    public void close() {
      node.close();
      epmd.close();
    }
  }

  private final Duration netTickTime;
  private final SwarmNaming naming;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NodeRuntime runtime =
      new NodeRuntime(
          Clock.systemUTC(),
          System::nanoTime,
          new SecureRandom(),
          Thread.ofVirtual().factory(),
          timer);
  private final AtomicLong asked = new AtomicLong();
  private final ThreadFactory epmdThreads = // of which an EPMD wants one for each connection
      task -> {
        asked.incrementAndGet();
        return runtime.threads().newThread(task);
      };
  private final Map<Integer, Member> nodes = new TreeMap<>(); // of the thread that obeys
  private volatile List<Term> mesh = List.of(); // what each node lists, itself included
  private int links; // guarded by this, as is the next
  private long lost;
  private long handshakes;
  private long changedAt = System.nanoTime();

  SwarmNodes(Duration netTickTime, SwarmNaming naming) {
    this.netTickTime = netTickTime;
    this.naming = naming;
  }

  /** Obeys standard input; the arguments are the net-ticktime in seconds and the naming. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (SwarmNodes nodes =
            new SwarmNodes(
                Duration.ofSeconds(Integer.parseInt(args[0])), SwarmNaming.valueOf(args[1]));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(nodes.obey(line.split(" ")));
      }
    }
  }

  /**
   * Does as told: {@code start FROM TO}, {@code kill FROM TO} (TO exclusive), {@code drop} (the
   * links, not the nodes), {@code mesh SIZE} (what each node then says: that it sees the nodes 0 to
   * SIZE), {@code links}, {@code await LINKS MILLIS}.
   *
   * @return one line: {@code ok} and, of the last two, the number of links, how many were lost
   *     since the start, when that changed last ({@link System#nanoTime()}, which on Linux is the
   *     same for all processes), how often an EPMD was asked, and how many handshakes ended
   */
  String obey(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case "start" -> start(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "kill" -> kill(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "drop" -> drop();
      case "mesh" -> mesh = SwarmAnswers.sightings(Integer.parseInt(words[1]), naming);
      case "links" -> {
        return counts();
      }
      case "await" -> {
        return await(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      }
      default ->
          throw new IllegalArgumentException(
              "start, kill, drop, mesh, links or await, not " + words[0]);
    }
    return "ok";
  }

  private void start(int from, int to) throws IOException, InterruptedException {
    for (int number = from; number < to; number++) {
      NodeSettings settings =
          NodeSettings.of(
                  naming.node(number),
                  Cookie.of(SwarmAddress.COOKIE),
                  InetAddress.ofLiteral(naming.address(number)))
              .withHidden(false)
              .withCallHandler(new SwarmAnswers(number, () -> mesh))
              .withNetTickTime(netTickTime)
              .withEpmd(EpmdMode.EXTERNAL, NodeSettings.DEFAULT_EPMD_PORT);
      try {
        nodes.put(number, start(settings));
      } catch (BindException e) {
        throw new IOException(
            "%s: ports %d (EPMD) and %d must be free at each address of a swarm: %s"
                .formatted(settings.name(), settings.epmdPort(), settings.port(), e.getMessage()),
            e);
      }
    }
  }

  private Member start(NodeSettings settings) throws IOException, InterruptedException {
    EpmdServer epmd =
        EpmdServer.bind(
            settings.bind(),
            settings.epmdPort(),
            epmdThreads,
            timer,
            runtime.random(),
            EpmdServer.Limits.DEFAULT);
    boolean started = false;
    try {
      Member member = new Member(ErlangNode.start(settings, runtime, this), epmd);
      started = true;
      return member;
    } finally {
      if (!started) {
        epmd.close();
      }
    }
  }

  private void kill(int from, int to) {
    for (int number = from; number < to; number++) {
      Member node = nodes.remove(number);
      if (node != null) {
        node.close();
      }
    }
  }

  private void drop() {
    for (Member member : nodes.values()) {
      member.node().links().forEach(link -> member.node().disconnect(link.peer()));
    }
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
    return "ok %d %d %d %d %d".formatted(links, lost, changedAt, asked.get(), handshakes);
  }

  @Override
  public synchronized void linkUp(Link link) {
    links++;
    handshakes++;
    changed();
  }

  @Override
  public synchronized void linkLost(Link link, LinkEnd cause, String detail) {
    links--;
    lost++;
    changed();
  }

  @Override
  public synchronized void handshakeRefused(
      InetSocketAddress from, ConnectFailure failure, String detail) {
    handshakes++;
  }

  private synchronized void changed() {
    changedAt = System.nanoTime();
    notifyAll();
  }

  @Override
  public void close() {
    nodes.values().forEach(Member::close);
    timer.shutdownNow();
  }
}
