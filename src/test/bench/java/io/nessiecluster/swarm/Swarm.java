package io.nessiecluster.swarm;

import io.nessiecluster.dns.DnsScript;
import io.nessiecluster.dns.TestDnsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.xbill.DNS.Record;

/**
 * Nodes in processes of their own, addresses that never answer, and a DNS server that names both:
 * all of them as {@value #NAME}, and 25 at a time (what fits 512 bytes) as {@code s0.swarm.test.},
 * {@code s1.swarm.test.} and so on. All of it can be changed at any time, by one thread.
 */
final class Swarm implements AutoCloseable {

  static final String NAME = "swarm.test.";
  static final int EPMD_PORT = 4369;

  private static final int SLICE = 25;
  private static final int MOST_IN_ONE_ANSWER = 4000; // 64 KiB of DNS message, 16 bytes each
  private static final int NODES_PER_PROCESS = 2000; // five file descriptors each
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final TestDnsServer dns = TestDnsServer.start();
  private final Duration netTickTime;
  private final SwarmNaming naming;
  private final TreeMap<Integer, SwarmProcess> processes = new TreeMap<>(); // by the first number
  private final List<ServerSocket> silent = new ArrayList<>();
  private final TreeSet<Integer> named = new TreeSet<>();
  private int slices;
  private int next;

  /** A swarm of nodes that are named by their addresses. */
  Swarm(Duration netTickTime) {
    this(netTickTime, SwarmNaming.BY_ADDRESS);
  }

  Swarm(Duration netTickTime, SwarmNaming naming) {
    this.netTickTime = netTickTime;
    this.naming = naming;
  }

  /**
   * A swarm to play with. The argument is the number of nodes; lines on standard input change it:
   * {@code add N} (more nodes), {@code remove FROM TO} (from the DNS), {@code kill FROM TO}, {@code
   * apart N} (more nodes in a process apart), {@code freeze}, {@code thaw} (all of those), {@code
   * silent N}, {@code drop} (all links), {@code mesh N} (as whose members the nodes answer), {@code
   * links}.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (Swarm swarm = new Swarm(Duration.ofSeconds(60));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      swarm.grow(Integer.parseInt(args[0]));
      System.out.printf(
          "%s names %d nodes %s@127.1.x.y with the cookie %s; DNS at %s%n",
          NAME, swarm.size(), SwarmAddress.BASENAME, SwarmAddress.COOKIE, swarm.dnsServer());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        swarm.obey(line.split(" "));
      }
    }
  }

  private void obey(String[] words) throws IOException, InterruptedException {
    switch (words[0]) {
      case "add" -> grow(number(words, 1));
      case "remove" -> remove(number(words, 1), number(words, 2));
      case "kill" -> kill(number(words, 1), number(words, 2));
      case "apart" -> startApart(number(words, 1));
      case "freeze" -> apart().freeze();
      case "thaw" -> apart().thaw();
      case "silent" -> silent(number(words, 1));
      case "drop" -> dropLinks();
      case "mesh" -> mesh(number(words, 1));
      case "links" -> System.out.println(links());
      default ->
          System.out.println(
              "add N, remove FROM TO, kill FROM TO, apart N, freeze, thaw, silent N, drop, mesh N or"
                  + " links");
    }
  }

  private static int number(String[] words, int index) {
    return Integer.parseInt(words[index]);
  }

  /** Starts more nodes and lets the DNS name them. */
  void grow(int count) throws IOException {
    int from = next;
    start(count);
    add(from, next);
  }

  /** Where the DNS server listens, as {@code host:port}. */
  String dnsServer() {
    return "127.0.0.1:" + dns.address().port();
  }

  int dnsPort() {
    return dns.address().port();
  }

  /** How many nodes were ever started. */
  int size() {
    return next;
  }

  /** The names that together hold all addresses: one, or the slices when that is too many. */
  List<String> names() {
    return named.size() <= MOST_IN_ONE_ANSWER
        ? List.of(NAME)
        : IntStream.range(0, slices).mapToObj(Swarm::slice).toList();
  }

  /** Starts more nodes, which the DNS names not yet. */
  void start(int count) throws IOException {
    int end = next + count;
    while (next < end) {
      int first = next / NODES_PER_PROCESS * NODES_PER_PROCESS;
      SwarmProcess process = processes.get(first);
      if (process == null) {
        process = SwarmProcess.start(netTickTime, naming);
        processes.put(first, process);
      }
      int to = Math.min(end, first + NODES_PER_PROCESS);
      process.startNodes(next, to);
      next = to;
    }
  }

  /** Starts nodes in a process apart, which can be frozen as a whole; the DNS names them. */
  SwarmProcess startApart(int count) throws IOException {
    int first = Math.ceilDiv(next, NODES_PER_PROCESS) * NODES_PER_PROCESS;
    SwarmProcess process = SwarmProcess.start(netTickTime, naming);
    processes.put(first, process);
    process.startNodes(first, first + count);
    next = first + count;
    add(first, next);
    return process;
  }

  private SwarmProcess apart() {
    return processes.lastEntry().getValue();
  }

  /** Lets the DNS name these nodes, and no others. */
  void name(int from, int to) {
    named.clear();
    add(from, to);
  }

  /** Lets the DNS name these nodes too. */
  void add(int from, int to) {
    IntStream.range(from, to).forEach(named::add);
    publish();
  }

  /** Lets the DNS name these nodes no more. */
  void remove(int from, int to) {
    named.removeIf(number -> from <= number && number < to);
    publish();
  }

  /** Ends nodes; the DNS names them still. */
  void kill(int from, int to) throws IOException {
    for (SwarmProcess process : processes.values()) {
      process.killNodes(from, to);
    }
  }

  /** So many addresses take connections from now on and never answer; the DNS names them. */
  void silent(int count) throws IOException {
    while (silent.size() > count) {
      silent.removeLast().close();
    }
    while (silent.size() < count) {
      ServerSocket socket = new ServerSocket();
      socket.bind(
          new InetSocketAddress(
              InetAddress.ofLiteral(SwarmAddress.silent(silent.size())), EPMD_PORT));
      silent.add(socket);
    }
    publish();
  }

  /** The DNS answers no question until it names something again. */
  void silenceDns() {
    dns.script(NAME, DnsScript.silence());
  }

  private void publish() {
    List<String> addresses = new ArrayList<>(named.stream().map(naming::address).toList());
    for (int i = 0; i < silent.size(); i++) {
      addresses.add(SwarmAddress.silent(i));
    }
    dns.script(
        NAME,
        addresses.size() <= MOST_IN_ONE_ANSWER ? zone(NAME, addresses) : DnsScript.servfail());
    int before = slices;
    slices = Math.ceilDiv(addresses.size(), SLICE);
    for (int i = 0; i < slices; i++) {
      int end = Math.min(addresses.size(), (i + 1) * SLICE);
      dns.script(slice(i), zone(slice(i), addresses.subList(i * SLICE, end)));
    }
    for (int i = slices; i < before; i++) {
      dns.remove(slice(i));
    }
  }

  /** With a TTL of 0: OTP's resolver caches, and of a large answer a hundred records only. */
  private static DnsScript zone(String name, List<String> addresses) {
    return DnsScript.records(
        addresses.stream().map(a -> DnsScript.address(name, 0, a)).toArray(Record[]::new));
  }

  private static String slice(int number) {
    return "s" + number + "." + NAME;
  }

  /** Lets each node say that it sees the others of the nodes 0 to {@code count}. */
  void mesh(int count) throws IOException {
    for (SwarmProcess process : processes.values()) {
      process.mesh(count);
    }
  }

  /** Ends all links, at the side of the nodes. */
  void dropLinks() throws IOException {
    for (SwarmProcess process : processes.values()) {
      process.dropLinks();
    }
    awaitLinks(0);
  }

  /** All links of all nodes. */
  SwarmProcess.Counts links() throws IOException {
    int links = 0;
    long lost = 0;
    long changedAt = Long.MIN_VALUE;
    long asked = 0;
    long handshakes = 0;
    for (SwarmProcess process : processes.values()) {
      SwarmProcess.Counts counts = process.links();
      links += counts.links();
      lost += counts.lost();
      changedAt = Math.max(changedAt, counts.changedAt());
      asked += counts.asked();
      handshakes += counts.handshakes();
    }
    return new SwarmProcess.Counts(links, lost, changedAt, asked, handshakes);
  }

  /**
   * Waits until every one of the nodes 0 to {@code count} has a link.
   *
   * @return when the last of the links came up, as {@link System#nanoTime()}
   * @throws IOException when that takes longer than a minute
   */
  long awaitLinks(int count) throws IOException {
    long last = Long.MIN_VALUE;
    for (var entry : processes.entrySet()) {
      int wanted = Math.clamp((long) count - entry.getKey(), 0, NODES_PER_PROCESS);
      SwarmProcess.Counts counts = entry.getValue().awaitLinks(wanted, BOUND);
      if (counts.links() != wanted) {
        throw new IOException(
            "%d of %d links after %d s".formatted(counts.links(), wanted, BOUND.toSeconds()));
      }
      last = wanted == 0 ? last : Math.max(last, counts.changedAt());
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    dns.close();
    for (ServerSocket socket : silent) {
      socket.close();
    }
    processes.values().forEach(SwarmProcess::close);
  }
}
