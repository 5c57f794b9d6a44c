package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCallException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A mesh in memory: nodes that are linked with us, and what each of them says. For many threads at
 * once.
 */
public class FakeMeshCalls implements MeshCalls {

  /** How a node answers. */
  private enum Mood {
    WELL,
    FROZEN,
    LATE,
    REFUSING,
    GARBAGE
  }

  private static final class Beam {
    final Map<NodeName, Sighting> sees = new TreeMap<>();
    Mood mood = Mood.WELL;
    Runnable before = () -> {};
    MemberFacts facts = facts("27", "1.0.0");
    Vitals vitals = vitals();
    Set<String> globalNames = Set.of();
  }

  private record OneWay(NodeName from, NodeName to) {}

  private final Map<NodeName, Beam> beams = new HashMap<>();
  private final Map<OneWay, Reach> ways = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<NodeName, Integer> inFlight = new HashMap<>();
  private final Map<NodeName, Integer> mostInFlightOf = new HashMap<>();
  private final Map<NodeName, Integer> factsAsked = new HashMap<>();
  private final Map<NodeName, Integer> vitalsAsked = new HashMap<>();
  private int mostInFlight;
  private long connections;

  /** What a node of a release says of itself, with OTP's defaults, when it runs for an hour. */
  public static MemberFacts facts(String otp, String version) {
    return facts(otp, version, Duration.ofHours(1));
  }

  /** The same of one that runs for so long. */
  public static MemberFacts facts(String otp, String version, Duration uptime) {
    return new MemberFacts(otp, uptime, Optional.of("app"), Optional.of(version), 60, true, true);
  }

  /** What a node says that has nothing to tell. */
  public static Vitals vitals() {
    return new Vitals(
        new Vitals.Usage(50, 262_144),
        new Vitals.Usage(10_000, 1_048_576),
        new Vitals.Usage(10, 65_536),
        Optional.empty(),
        List.of(),
        0,
        Set.of());
  }

  /** A node, linked with us alone; a new one of its name when there is one already. */
  public synchronized FakeMeshCalls start(NodeName... nodes) {
    for (NodeName node : nodes) {
      stop(node);
      beams.put(node, new Beam());
    }
    return this;
  }

  /** It is gone: nobody lists it, and its link to us is lost. */
  public synchronized void stop(NodeName node) {
    beams.remove(node);
    beams.values().forEach(beam -> beam.sees.remove(node));
    notifyAll();
  }

  /** Both list the other, by a connection that was not there before. */
  public synchronized void connect(NodeName one, NodeName other) {
    sees(one, new Sighting(other, false, ++connections));
    sees(other, new Sighting(one, false, ++connections));
  }

  /** Everybody with everybody; connections that stand, stay. */
  public synchronized void connectAll(List<NodeName> nodes) {
    for (NodeName one : nodes) {
      for (NodeName other : nodes) {
        if (one.compareTo(other) < 0 && !beam(one).sees.containsKey(other)) {
          connect(one, other);
        }
      }
    }
  }

  /** Neither lists the other. */
  public synchronized void disconnect(NodeName one, NodeName other) {
    unsees(one, other);
    unsees(other, one);
  }

  /** The node lists somebody, be it another node, a stranger or itself. */
  public synchronized void sees(NodeName node, Sighting sighting) {
    beam(node).sees.put(sighting.node(), sighting);
  }

  /** The node lists somebody no more, whatever the other says. */
  public synchronized void unsees(NodeName node, NodeName other) {
    beam(node).sees.remove(other);
  }

  /** It answers nothing from now on: questions wait for their whole time. */
  public synchronized void freeze(NodeName node) {
    mood(node, Mood.FROZEN);
  }

  /** It never answers in time; questions say so at once. */
  public synchronized void late(NodeName node) {
    mood(node, Mood.LATE);
  }

  public synchronized void refuse(NodeName node) {
    mood(node, Mood.REFUSING);
  }

  /** It answers what no function returns. */
  public synchronized void garbage(NodeName node) {
    mood(node, Mood.GARBAGE);
  }

  /** It answers well again. */
  public synchronized void thaw(NodeName node) {
    mood(node, Mood.WELL);
    beam(node).before = () -> {};
  }

  /** Runs on the thread that asks, before each of its answers: as what lets a clock go on. */
  public synchronized void beforeAnswers(NodeName node, Runnable before) {
    beam(node).before = before;
  }

  public synchronized void facts(NodeName node, MemberFacts facts) {
    beam(node).facts = facts;
  }

  public synchronized void vitals(NodeName node, Vitals vitals) {
    beam(node).vitals = vitals;
  }

  public synchronized void globalNames(NodeName node, Set<String> names) {
    beam(node).globalNames = names;
  }

  /** What the one finds on its way to the other; {@code REACHABLE} unless said otherwise. */
  public synchronized void reach(NodeName from, NodeName to, Reach reach) {
    ways.put(new OneWay(from, to), reach);
  }

  /** How many questions were ever under way at the same time. */
  public synchronized int mostInFlight() {
    return mostInFlight;
  }

  /** The same of one node. */
  public synchronized int mostInFlight(NodeName node) {
    return mostInFlightOf.getOrDefault(node, 0);
  }

  /** How many questions are under way. */
  public synchronized int inFlight() {
    return inFlight.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How often the node was asked for its facts. */
  public synchronized int factsAsked(NodeName node) {
    return factsAsked.getOrDefault(node, 0);
  }

  /** How often it was asked for its vitals. */
  public synchronized int vitalsAsked(NodeName node) {
    return vitalsAsked.getOrDefault(node, 0);
  }

  @Override
  public View view(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return answer("view", member, timeout, beam -> new View(List.copyOf(beam.sees.values())));
  }

  @Override
  public MemberFacts facts(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return answer(
        "facts",
        member,
        timeout,
        beam -> {
          factsAsked.merge(member, 1, Integer::sum);
          return beam.facts;
        });
  }

  @Override
  public Vitals vitals(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return answer(
        "vitals",
        member,
        timeout,
        beam -> {
          vitalsAsked.merge(member, 1, Integer::sum);
          return beam.vitals;
        });
  }

  @Override
  public Set<String> globalNames(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return answer("globalNames", member, timeout, beam -> new TreeSet<>(beam.globalNames));
  }

  @Override
  public Reach reach(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    Reach reachable = new Reach(LinkCause.REACHABLE, to + " is reachable");
    return answer("reach", from, timeout, _ -> ways.getOrDefault(new OneWay(from, to), reachable));
  }

  private <T> T answer(String question, NodeName member, Duration timeout, Function<Beam, T> value)
      throws MeshCallException, InterruptedException {
    begin(question, member);
    try {
      answering(member, timeout);
      synchronized (this) {
        return value.apply(alive(member));
      }
    } finally {
      end(member);
    }
  }

  /** As {@code global} does, both islands become one where all of their members are set so. */
  @Override
  public boolean connect(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    begin("connect", from);
    try {
      answering(from, timeout);
      return connected(from, to);
    } finally {
      end(from);
    }
  }

  private synchronized boolean connected(NodeName from, NodeName to) throws MeshCallException {
    if (alive(from).sees.containsKey(to)) {
      return true;
    }
    Reach reach = ways.get(new OneWay(from, to));
    if (!beams.containsKey(to) || (reach != null && reach.cause().isBlocked())) {
      return false;
    }
    connect(from, to);
    Set<NodeName> island = island(from);
    if (island.stream().allMatch(node -> beam(node).facts.connectAll())) {
      connectAll(List.copyOf(island));
    }
    return true;
  }

  private Set<NodeName> island(NodeName node) {
    Set<NodeName> island = new TreeSet<>(Set.of(node));
    Deque<NodeName> open = new ArrayDeque<>(island);
    while (!open.isEmpty()) {
      for (NodeName other : beam(open.remove()).sees.keySet()) {
        if (beams.containsKey(other) && island.add(other)) {
          open.add(other);
        }
      }
    }
    return island;
  }

  /** By question. */
  @Override
  public synchronized Map<String, Long> counts() {
    return new LinkedHashMap<>(counts);
  }

  private synchronized void begin(String question, NodeName member) {
    counts.merge(question, 1L, Long::sum);
    int ofMember = inFlight.merge(member, 1, Integer::sum);
    mostInFlightOf.merge(member, ofMember, Math::max);
    mostInFlight = Math.max(mostInFlight, inFlight());
  }

  private synchronized void end(NodeName member) {
    inFlight.merge(member, -1, Integer::sum);
  }

  /** Comes to an end when the node answers. */
  private void answering(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    Runnable before;
    synchronized (this) {
      long end = System.nanoTime() + timeout.toNanos();
      while (alive(member).mood == Mood.FROZEN) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new MeshCallException(Reason.TIMEOUT, "no answer in " + timeout.toMillis() + " ms");
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      before = alive(member).before;
      switch (alive(member).mood) {
        case WELL, FROZEN -> {}
        case LATE ->
            throw new MeshCallException(
                Reason.TIMEOUT, "no answer in " + timeout.toMillis() + " ms");
        case REFUSING -> throw new MeshCallException(Reason.REFUSED, "it refuses calls");
        case GARBAGE -> throw new MeshCallException(Reason.BAD_ANSWER, "it answered an atom");
      }
    }
    before.run(); // without the lock: it may take its time
  }

  private synchronized void mood(NodeName node, Mood mood) {
    beam(node).mood = mood;
    notifyAll();
  }

  private Beam alive(NodeName member) throws MeshCallException {
    Beam beam = beams.get(member);
    if (beam == null) {
      throw new MeshCallException(Reason.NOT_LINKED, "there is no link to it");
    }
    return beam;
  }

  private Beam beam(NodeName node) {
    Beam beam = beams.get(node);
    if (beam == null) {
      throw new IllegalStateException(node + " does not run");
    }
    return beam;
  }
}
