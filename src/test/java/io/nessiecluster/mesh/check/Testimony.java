package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Stranger;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.GlobalLock;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import io.nessiecluster.mesh.Vitals.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what a member tells: all is well with it, but for what a test makes it say. */
final class Testimony {

  private final NodeName member;
  private Optional<String> releaseName = Optional.of("shop");
  private Optional<String> releaseVersion = Optional.of("1.0.0");
  private String otp = "27";
  private long tickTime = 60;
  private boolean preventsOverlap = true;
  private boolean connectsAll = true;
  private Usage processes = new Usage(100, 1_000);
  private Usage atoms = new Usage(100, 1_000);
  private Usage ports = new Usage(100, 1_000);
  private Optional<MnesiaNodes> mnesia = Optional.empty();
  private final List<GlobalLock> locks = new ArrayList<>();
  private boolean toldFacts = true;
  private boolean toldVitals = true;
  private boolean slow;
  private Set<NodeName> seen = Set.of();

  private Testimony(NodeName member) {
    this.member = member;
  }

  /** Of {@code app@HOST}. */
  static Testimony of(String host) {
    return new Testimony(node(host));
  }

  static NodeName node(String host) {
    return NodeName.of("app", host);
  }

  static Set<NodeName> nodes(String... hosts) {
    return Arrays.stream(hosts).map(Testimony::node).collect(Collectors.toSet());
  }

  Testimony release(String name, String version) {
    releaseName = Optional.of(name);
    releaseVersion = Optional.of(version);
    return this;
  }

  Testimony noRelease() {
    releaseName = Optional.empty();
    releaseVersion = Optional.empty();
    return this;
  }

  Testimony otp(String release) {
    otp = release;
    return this;
  }

  Testimony tickTime(long seconds) {
    tickTime = seconds;
    return this;
  }

  Testimony preventsOverlap(boolean prevents) {
    preventsOverlap = prevents;
    return this;
  }

  Testimony connectsAll(boolean connects) {
    connectsAll = connects;
    return this;
  }

  Testimony processes(long count, long limit) {
    processes = new Usage(count, limit);
    return this;
  }

  Testimony atoms(long count, long limit) {
    atoms = new Usage(count, limit);
    return this;
  }

  Testimony ports(long count, long limit) {
    ports = new Usage(count, limit);
    return this;
  }

  Testimony mnesia(Set<NodeName> known, Set<NodeName> running) {
    mnesia = Optional.of(new MnesiaNodes(known, running));
    return this;
  }

  Testimony lock(String resource, String requester) {
    locks.add(new GlobalLock(resource, requester));
    return this;
  }

  /** It has told nothing. */
  Testimony silent() {
    toldFacts = false;
    toldVitals = false;
    return this;
  }

  Testimony slow() {
    slow = true;
    return this;
  }

  Testimony sees(String... hosts) {
    seen = nodes(hosts);
    return this;
  }

  Witness witness() {
    MemberFacts facts =
        new MemberFacts(
            otp,
            Duration.ofHours(1),
            releaseName,
            releaseVersion,
            tickTime,
            preventsOverlap,
            connectsAll);
    Vitals vitals = new Vitals(processes, atoms, ports, mnesia, locks, 0, Set.of());
    return new Witness(
        member,
        true,
        toldFacts ? Optional.of(facts) : Optional.empty(),
        toldVitals ? Optional.of(vitals) : Optional.empty(),
        slow,
        0,
        seen::contains);
  }

  /** Of those members, all of them on one island. */
  static Evidence evidence(Testimony... members) {
    List<Witness> witnesses = Arrays.stream(members).map(Testimony::witness).toList();
    List<NodeName> names = witnesses.stream().map(Witness::member).toList();
    List<Island> islands = names.isEmpty() ? List.of() : List.of(new Island(true, names));
    return new Evidence(witnesses, islands, 0, List.of(), Map.of());
  }

  /** Of members that all is well with, on those islands. */
  static Evidence islands(List<Island> islands, Map<Integer, Set<String>> globalNames) {
    List<Witness> witnesses =
        islands.stream()
            .flatMap(island -> island.members().stream())
            .sorted()
            .map(name -> new Testimony(name).witness())
            .toList();
    return new Evidence(witnesses, islands, 0, List.of(), globalNames);
  }

  static Island island(String... hosts) {
    return new Island(true, nodes(hosts).stream().sorted().toList());
  }

  /** An island of one member that nobody lists and that has not told whom it sees. */
  static Island unseen(String host) {
    return new Island(false, List.of(node(host)));
  }

  static Evidence withStrangers(Evidence evidence, String... hosts) {
    List<Stranger> strangers =
        nodes(hosts).stream().sorted().map(node -> new Stranger(node, 1, List.of())).toList();
    return new Evidence(
        evidence.members(), evidence.islands(), hosts.length, strangers, evidence.globalNames());
  }
}
