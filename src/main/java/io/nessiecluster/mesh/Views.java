package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fresh views of the members of a roster, and what any two of them say of each other. */
final class Views {

  private final Roster roster;
  private final @Nullable ViewRow[] rows;
  private final BitSet fresh;
  private final BitSet isNew;
  private final Halves before;

  /**
   * The views of a moment.
   *
   * @param fresh by member; of others than members they are left out
   * @param before the links that only one side listed in an earlier sweep
   */
  Views(Roster roster, Map<NodeName, FreshView> fresh, Halves before) {
    this.roster = roster;
    this.rows = new ViewRow[roster.size()];
    this.fresh = new BitSet(roster.size());
    this.isNew = new BitSet(roster.size());
    this.before = before.on(roster);
    fresh.forEach(this::add);
  }

  private void add(NodeName member, FreshView view) {
    int number = roster.number(member);
    if (number >= 0) {
      rows[number] = view.row().on(roster, member);
      fresh.set(number);
      isNew.set(number, view.isNew());
    }
  }

  /** The row of a member; null when it has no fresh view. */
  @Nullable ViewRow row(int member) {
    return rows[member];
  }

  boolean isFresh(int member) {
    return fresh.get(member);
  }

  /** How many members have one. */
  int count() {
    return fresh.cardinality();
  }

  /** Whether both views are newer than the sweep before. */
  boolean areNew(int one, int other) {
    return isNew.get(one) && isNew.get(other);
  }

  /** The members with fresh views that this one, with one too, does not list. */
  BitSet lackedBy(int member) {
    BitSet lacked = (BitSet) fresh.clone();
    lacked.clear(member);
    ViewRow row = rows[member];
    if (row != null) {
      row.removeSeenFrom(lacked);
    }
    return lacked;
  }

  /** What they say of their link. */
  LinkState link(int one, int other) {
    ViewRow mine = rows[one];
    ViewRow theirs = rows[other];
    if (mine == null || theirs == null) {
      return LinkState.UNKNOWN;
    }
    if (mine.sees(other)) {
      return theirs.sees(one) ? LinkState.BOTH : half(other, one);
    }
    return theirs.sees(one) ? half(one, other) : LinkState.MISSING;
  }

  private LinkState half(int lacking, int listing) {
    return areNew(lacking, listing) && before.has(lacking, listing)
        ? LinkState.ONE_SIDED
        : LinkState.RACE;
  }
}
