package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Who sees whom at one moment: a pure function of the members and their fresh views, and of the
 * links that only one side listed before. Nothing is said of a pair unless both views are fresh; an
 * island is what any fresh view holds together, though the one whom it lists tells nothing itself.
 */
public final class Mesh {

  private final Roster roster;
  private final Views views;
  private final Halves halves;
  private final Halves newHalves;
  private final BitSet[] faulty; // both ways
  private final int[] missedBy;
  private final List<List<NodeName>> misses = new ArrayList<>();
  private final List<List<NodeName>> missedByFirst = new ArrayList<>();
  private final List<Island> islands;
  private final int[] islandOf;
  private final Strangers strangers;
  private int missing;
  private int oneSided;

  private Mesh(Roster roster, Views views, Predicate<NodeName> known) {
    this.roster = roster;
    this.views = views;
    this.halves = new Halves(roster);
    this.newHalves = new Halves(roster);
    this.faulty = new BitSet[roster.size()];
    this.missedBy = new int[roster.size()];
    this.strangers = new Strangers(known);
    for (int i = 0; i < roster.size(); i++) {
      faulty[i] = new BitSet(0);
      misses.add(new ArrayList<>(0));
      missedByFirst.add(new ArrayList<>(0));
    }
    Islands joined = new Islands(roster.size());
    for (int i = 0; i < roster.size(); i++) {
      survey(i, joined);
    }
    this.islands = joined.all(roster, views);
    this.islandOf = new int[roster.size()];
    for (int i = 0; i < islands.size(); i++) {
      for (NodeName member : islands.get(i).members()) {
        islandOf[roster.number(member)] = i;
      }
    }
  }

  /**
   * The mesh of a moment.
   *
   * @param fresh the fresh views, by member
   * @param before the links that only one side listed in an earlier sweep: if it still does, that
   *     is no race
   * @param known who is no stranger though no member: our own node, and those known to be hidden
   */
  public static Mesh of(
      Roster roster, Map<NodeName, FreshView> fresh, Halves before, Predicate<NodeName> known) {
    return new Mesh(roster, new Views(roster, fresh, before), known);
  }

  private void survey(int member, Islands joined) {
    ViewRow row = views.row(member);
    if (row == null) {
      return;
    }
    for (int i = row.next(0); i >= 0; i = row.next(i + 1)) {
      joined.link(member, i);
    }
    strangers.seen(roster.name(member), row.strangers());
    BitSet lacked = views.lackedBy(member);
    for (int i = lacked.nextSetBit(0); i >= 0; i = lacked.nextSetBit(i + 1)) {
      lacks(member, i);
    }
  }

  private void lacks(int member, int other) {
    switch (views.link(member, other)) {
      case MISSING -> {
        misses(member, other);
        missing += member < other ? 1 : 0; // the other one comes here, too
      }
      case ONE_SIDED -> {
        misses(member, other);
        oneSided++;
        half(member, other);
      }
      case RACE -> half(member, other);
      case BOTH, UNKNOWN -> {
        // nothing is lacked there
      }
    }
  }

  private void misses(int member, int other) {
    faulty[member].set(other);
    faulty[other].set(member);
    missedBy[other]++;
    addBounded(misses.get(member), other);
    addBounded(missedByFirst.get(other), member);
  }

  private void addBounded(List<NodeName> names, int member) {
    if (names.size() < MemberRow.NAMES) {
      names.add(roster.name(member));
    }
  }

  private void half(int lacking, int listing) {
    halves.add(lacking, listing);
    if (views.areNew(lacking, listing)) {
      newHalves.add(lacking, listing);
    }
  }

  /** What it is, whatever it was before: whole, partial, split, unknown or alone. */
  public Verdict verdict() {
    if (roster.size() < 2) {
      return Verdict.ALONE;
    }
    if (views.count() < 2) {
      return Verdict.UNKNOWN;
    }
    if (islands.stream().filter(Island::seen).count() > 1) {
      return Verdict.SPLIT;
    }
    return missing + oneSided > 0 ? Verdict.PARTIAL : Verdict.WHOLE;
  }

  /** The members, by number. */
  public Roster roster() {
    return roster;
  }

  /** What two members say of their link; unknown for others than members. */
  public LinkState link(NodeName one, NodeName other) {
    int a = roster.number(one);
    int b = roster.number(other);
    return a < 0 || b < 0 || a == b ? LinkState.UNKNOWN : views.link(a, b);
  }

  /** How one member is linked. */
  public Tally tally(NodeName member) {
    int i = roster.number(member);
    ViewRow row = views.row(i);
    return new Tally(
        row != null,
        islandOf[i],
        row == null ? 0 : row.count(),
        missedBy[i],
        misses.get(i),
        missedByFirst.get(i));
  }

  /** The largest first, those of one size by their lowest names. */
  public List<Island> islands() {
    return islands;
  }

  /** How many members have a fresh view. */
  public int freshViews() {
    return views.count();
  }

  /** How many pairs miss each other. */
  public int missingLinks() {
    return missing;
  }

  /** How many pairs only one side lists, and not for the first time. */
  public int oneSidedLinks() {
    return oneSided;
  }

  /** How many strangers there are, of those that are kept of each view. */
  public int strangers() {
    return strangers.count();
  }

  /** The first strangers, by name. */
  public List<Stranger> strangersFirst() {
    return strangers.first(MeshSnapshot.STRANGERS);
  }

  /** The links that only one side lists, as of whatever fresh views. */
  public Halves halves() {
    return halves;
  }

  /** The same as of new views alone. */
  public Halves newHalves() {
    return newHalves;
  }

  /** The links that are not as they should be: the first, those of the worst members first. */
  public List<Gap> gaps(int most) {
    List<Gap> gaps = new ArrayList<>();
    BitSet done = new BitSet(roster.size());
    List<Integer> worstFirst =
        IntStream.range(0, roster.size())
            .filter(i -> !faulty[i].isEmpty())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -faulty[i].cardinality()))
            .toList();
    for (int worst : worstFirst) {
      done.set(worst);
      for (int i = faulty[worst].nextSetBit(0); i >= 0; i = faulty[worst].nextSetBit(i + 1)) {
        if (gaps.size() == most) {
          return gaps;
        }
        if (!done.get(i)) {
          gaps.add(gap(worst, i));
        }
      }
    }
    return gaps;
  }

  private Gap gap(int one, int other) {
    boolean oneIsLesser = one < other;
    int lesser = oneIsLesser ? one : other;
    int greater = oneIsLesser ? other : one;
    if (views.link(one, other) == LinkState.MISSING) {
      return new Gap(roster.name(lesser), roster.name(greater), Defect.Kind.MISSING);
    }
    ViewRow row = views.row(one);
    boolean oneLists = row != null && row.sees(other);
    return new Gap(
        roster.name(oneLists ? one : other),
        roster.name(oneLists ? other : one),
        Defect.Kind.ONE_SIDED);
  }
}
