package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.FreshView;
import io.nessiecluster.mesh.Halves;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Roster;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.ViewRow;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import io.nessiecluster.mesh.Vitals.Product;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A moment as a plan sees it: all is well, has told everything and stands for an hour, all ways are
 * free, nothing was done before and the mode is to heal, but for what a test says.
 */
public final class Scene {

  public static final long NOW = Long.MAX_VALUE - 1_000; // the nano source may wrap

  /** A member and what it has told. */
  private static final class Role {
    final Set<NodeName> sees = new TreeSet<>();
    boolean fresh = true;
    boolean slow;
    boolean told = true;
    boolean everLinked;
    boolean connectAll = true;
    long creation = 1;
    Duration uptime = Duration.ofHours(5);
    Optional<MnesiaNodes> mnesia = Optional.empty();
    Set<Product> products = Set.of();
    OptionalLong toldAt = OptionalLong.empty();
  }

  private final Map<NodeName, Role> roles = new TreeMap<>();
  private final Map<NodeName, Set<String>> globalNames = new HashMap<>();
  private final Map<Way, Reach> found = new HashMap<>();
  private final Set<Way> untried = new HashSet<>();
  private boolean nothingTried;
  private Standing standing =
      new Standing(Duration.ofHours(1), Duration.ofHours(1), 100, Duration.ofHours(1));
  private JoinHistory history = JoinHistory.NONE;
  private boolean seenTwice;
  private MeshSettings settings = MeshSettings.DEFAULT.in(Mode.HEAL);

  public static NodeName node(String host) {
    return NodeName.of("app", host);
  }

  /** Members that see each other. */
  public Scene island(String... hosts) {
    for (String one : hosts) {
      Role role = role(one);
      role.everLinked = hosts.length > 1;
      Arrays.stream(hosts).filter(h -> !h.equals(one)).forEach(h -> role.sees.add(node(h)));
    }
    return this;
  }

  /** Members that have just started. */
  public Scene newcomers(String... hosts) {
    for (String host : hosts) {
      role(host).uptime = Duration.ofSeconds(3);
    }
    return this;
  }

  /** A lone member that runs for hours. */
  public Scene old(String host) {
    return island(host);
  }

  private Role role(String host) {
    return roles.computeIfAbsent(node(host), _ -> new Role());
  }

  public Scene uptime(String host, Duration uptime) {
    role(host).uptime = uptime;
    return this;
  }

  public Scene everLinked(String host) {
    role(host).everLinked = true;
    return this;
  }

  public Scene creation(String host, long creation) {
    role(host).creation = creation;
    return this;
  }

  /** These two do not list each other. */
  public Scene apart(String one, String other) {
    role(one).sees.remove(node(other));
    role(other).sees.remove(node(one));
    return this;
  }

  /** It sees a node, whatever that one says. */
  public Scene sees(String one, String other) {
    role(one).sees.add(node(other));
    return this;
  }

  /** What only one lists was seen so before, and is no race. */
  public Scene seenTwice() {
    seenTwice = true;
    return this;
  }

  /** What all of before say, they said when they were asked at this moment. */
  public Scene toldAt(long nanos) {
    roles.values().forEach(role -> role.toldAt = OptionalLong.of(nanos));
    return this;
  }

  /** It is linked with us, but its view is not fresh. */
  public Scene stale(String host) {
    role(host).fresh = false;
    return this;
  }

  public Scene slow(String host) {
    role(host).slow = true;
    return this;
  }

  /** It has told neither facts nor vitals. */
  public Scene untold(String host) {
    role(host).told = false;
    return this;
  }

  public Scene connectsOnlyWhomItDials(String... hosts) {
    Arrays.stream(hosts).forEach(host -> role(host).connectAll = false);
    return this;
  }

  public Scene mnesia(String host, String... nodes) {
    Set<NodeName> known = new HashSet<>(Arrays.stream(nodes).map(Scene::node).toList());
    role(host).mnesia = Optional.of(new MnesiaNodes(known, Set.of(node(host))));
    return this;
  }

  public Scene runs(String host, Product product) {
    role(host).products = Set.of(product);
    return this;
  }

  /** Of the island of a member; the others have none. */
  public Scene globalNames(String host, String... names) {
    globalNames.put(node(host), Set.of(names));
    return this;
  }

  /** The island of a member has not told its names. */
  public Scene globalNamesUnknown(String host) {
    globalNames.put(node(host), Set.of("?"));
    return this;
  }

  public Scene blocked(String from, String to) {
    return found(from, to, LinkCause.CONNECT_TIMEOUT);
  }

  public Scene found(String from, String to, LinkCause cause) {
    found.put(new Way(node(from), node(to)), new Reach(cause, "port 4370"));
    return this;
  }

  public Scene untried(String from, String to) {
    untried.add(new Way(node(from), node(to)));
    return this;
  }

  public Scene nothingTried() {
    nothingTried = true;
    return this;
  }

  public Scene standing(
      Duration watched, Duration islandsSame, int sweepsSame, Duration membersSame) {
    standing = new Standing(watched, islandsSame, sweepsSame, membersSame);
    return this;
  }

  public Scene history(JoinHistory before) {
    history = before;
    return this;
  }

  public Scene mode(Mode mode) {
    settings = settings.in(mode);
    return this;
  }

  public Scene joins(int mostPerMinute, boolean allowNameClash, boolean allowMnesia) {
    settings =
        new MeshSettings(
            settings.mode(),
            settings.interval(),
            settings.stableFor(),
            settings.skewFor(),
            settings.minMembers(),
            new MeshSettings.Joins(mostPerMinute, allowNameClash, allowMnesia));
    return this;
  }

  public JoinPlan plan() {
    return JoinPlan.of(situation(), history, settings);
  }

  public JoinPlan planFor(String from, String to) {
    return JoinPlan.of(situation(), history, settings, Pair.of(node(from), node(to)));
  }

  public Mesh mesh() {
    Roster roster = Roster.of(roles.keySet());
    Map<NodeName, FreshView> views = new HashMap<>();
    roles.forEach(
        (name, role) -> {
          if (role.fresh) {
            View view =
                new View(role.sees.stream().map(node -> new Sighting(node, false, 1)).toList());
            views.put(name, new FreshView(ViewRow.of(view, name, roster), true));
          }
        });
    Mesh first = Mesh.of(roster, views, Halves.NONE, _ -> false);
    return seenTwice ? Mesh.of(roster, views, first.newHalves(), _ -> false) : first;
  }

  private Situation situation() {
    return situation(NOW);
  }

  /** As of a moment on the nano source. */
  public Situation situation(long nanos) {
    Mesh mesh = mesh();
    Map<NodeName, Party> parties = new HashMap<>();
    roles.forEach((name, role) -> parties.put(name, party(name, role, nanos)));
    Map<Integer, Set<String>> names = new HashMap<>();
    for (int i = 0; i < mesh.islands().size(); i++) {
      names.put(i, Set.of());
    }
    globalNames.forEach((name, of) -> names.put(mesh.tally(name).island(), of));
    names.values().removeIf(Set.of("?")::equals);
    return new Situation(nanos, mesh, parties, names, this::reach, standing);
  }

  private static Party party(NodeName name, Role role, long nanos) {
    Vitals usual = FakeMeshCalls.vitals();
    Vitals vitals =
        new Vitals(
            usual.processes(),
            usual.atoms(),
            usual.ports(),
            role.mnesia,
            List.of(),
            0,
            role.products);
    MemberFacts facts =
        new MemberFacts(
            "27", role.uptime, Optional.of("app"), Optional.of("1.0.0"), 60, true, role.connectAll);
    return new Party(
        name,
        role.fresh ? OptionalLong.of(role.toldAt.orElse(nanos)) : OptionalLong.empty(),
        role.fresh && !role.slow,
        role.creation,
        Optional.of(facts).filter(_ -> role.told),
        Optional.of(vitals).filter(_ -> role.told),
        Optional.of(role.uptime).filter(_ -> role.told),
        role.everLinked);
  }

  private Optional<Reach> reach(NodeName from, NodeName to) {
    Way way = new Way(from, to);
    if (untried.contains(way)) {
      return Optional.empty();
    }
    Optional<Reach> told = Optional.ofNullable(found.get(way));
    return told.isPresent() || nothingTried
        ? told
        : Optional.of(new Reach(LinkCause.REACHABLE, "free"));
  }
}
