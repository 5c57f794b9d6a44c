package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Flaps;
import io.nessiecluster.mesh.FreshView;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.Roster;
import io.nessiecluster.mesh.Tally;
import io.nessiecluster.mesh.ViewRow;
import io.nessiecluster.mesh.plan.Party;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All members and what is remembered of each. For the thread of the sweeps. */
final class Members {

  private final SortedMap<NodeName, MemberMemory> byName = new TreeMap<>();
  private final Leavers leavers = new Leavers();
  private Roster roster = Roster.of(List.of());
  private Set<NodeName> known = Set.of();
  private Optional<NodeName> leader = Optional.empty();
  private final Set<NodeName> stayed = new HashSet<>(); // the incarnations of the last sweep
  private Flaps flaps = new Flaps(roster);
  private Flaps lastFlaps = flaps;
  private long allFlaps;

  /** A sweep begins, with these members. */
  void meet(Membership membership, long nanos) {
    Set<NodeName> named = HashSet.newHashSet(membership.members().size());
    stayed.clear();
    for (Membership.Named member : membership.members()) {
      NodeName name = member.member().name();
      named.add(name);
      MemberMemory memory = byName.get(name);
      if (memory == null) {
        byName.put(name, new MemberMemory(member, nanos));
      } else if (memory.meet(member, nanos)) {
        stayed.add(name);
      }
    }
    byName.values().stream().filter(m -> !named.contains(m.name())).forEach(leavers::leaves);
    byName.keySet().retainAll(named);
    byName.values().forEach(leavers::isNamed);
    known = membership.known();
    leader = membership.leader();
    if (!roster.names().equals(List.copyOf(byName.keySet()))) {
      roster = Roster.of(byName.keySet());
      byName.values().forEach(member -> member.renumber(roster));
    }
    lastFlaps = flaps;
    flaps = new Flaps(roster);
  }

  /** A member has told whom it sees, by the link that it has now. */
  void viewed(MemberMemory member, ViewRow view, Answer<?> answer, long nanos, long sweep) {
    ViewRow now = view.on(roster, member.name()); // it may have been asked before others came
    member.row().ifPresent(before -> flaps.compare(member.name(), before, now));
    member.viewed(now, answer, nanos, sweep);
  }

  /** Counts the links that were seen to be lost and made again, when all have been asked. */
  void countFlaps() {
    flaps.count(
        lastFlaps,
        stayed::contains,
        pair -> {
          allFlaps++;
          of(pair.lesser()).ifPresent(MemberMemory::flapped);
          of(pair.greater()).ifPresent(MemberMemory::flapped);
        });
  }

  /** How many there were since the start. */
  long flaps() {
    return allFlaps;
  }

  Roster roster() {
    return roster;
  }

  /** Who is no stranger, though no member. */
  Set<NodeName> known() {
    return known;
  }

  /** Whether somebody who is no member is no stranger either. */
  boolean isKnown(NodeName node) {
    return known.contains(node);
  }

  /** The replica of this service that acts in our stead, if there is one. */
  Optional<NodeName> leader() {
    return leader;
  }

  /**
   * Remembers who is linked with another one: by its own word, for others may mean the one before.
   */
  void remember(Mesh mesh, long nanos) {
    for (Island island : mesh.islands()) {
      if (island.members().size() > 1) {
        island.members().forEach(name -> of(name).ifPresent(m -> remember(m, mesh, nanos)));
      }
    }
  }

  private static void remember(MemberMemory member, Mesh mesh, long nanos) {
    if (!member.wasLinked()) {
      Tally tally = mesh.tally(member.name());
      if (tally.sees() > 0) {
        member.linked();
      } else if (!tally.fresh()) {
        member.listed(nanos);
      }
    }
  }

  /** As a plan sees them. */
  Map<NodeName, Party> parties(Mesh mesh, long nanos) {
    Map<NodeName, Party> parties = HashMap.newHashMap(byName.size());
    for (MemberMemory member : byName.values()) {
      parties.put(member.name(), member.party(mesh.tally(member.name()), nanos));
    }
    return parties;
  }

  /** By name. */
  Collection<MemberMemory> all() {
    return byName.values();
  }

  Optional<MemberMemory> of(NodeName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The member behind a link, if it is the one that it has now. */
  Optional<MemberMemory> of(Incarnation link) {
    return of(link.node()).filter(memory -> memory.link().equals(Optional.of(link)));
  }

  /** The views that are young enough to say something. */
  Map<NodeName, FreshView> fresh(long sweep, long nanos, Duration interval) {
    Map<NodeName, FreshView> fresh = HashMap.newHashMap(byName.size());
    for (MemberMemory member : byName.values()) {
      member.fresh(sweep, nanos, interval).ifPresent(view -> fresh.put(member.name(), view));
    }
    return fresh;
  }
}
