package io.nessiecluster.mesh;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The links that only one side lists, as bits, for there may be as many as pairs. Immutable to all
 * but who makes it.
 */
public final class Halves {

  /** None. */
  public static final Halves NONE = new Halves(Roster.of(List.of()));

  private final Roster roster;
  private final @Nullable BitSet[] listedBy; // by number of the one that does not list the other

  Halves(Roster roster) {
    this.roster = roster;
    this.listedBy = new BitSet[roster.size()];
  }

  /** Adds the link of one who does not list another, which lists it. */
  void add(int lacking, int listing) {
    BitSet row = listedBy[lacking];
    if (row == null) {
      row = new BitSet(roster.size());
      listedBy[lacking] = row;
    }
    row.set(listing);
  }

  /** Whether this one does not list the other, which lists it. */
  boolean has(int lacking, int listing) {
    BitSet row = listedBy[lacking];
    return row != null && row.get(listing);
  }

  /** The same for other members: links of those who are none any more are left out. */
  Halves on(Roster other) {
    if (other == roster) {
      return this;
    }
    Halves moved = new Halves(other);
    forEach(
        (lacking, listing) -> {
          int movedLacking = other.number(roster.name(lacking));
          int movedListing = other.number(roster.name(listing));
          if (movedLacking >= 0 && movedListing >= 0) {
            moved.add(movedLacking, movedListing);
          }
        });
    return moved;
  }

  /** What is done with each of them. */
  @FunctionalInterface
  interface Each {
    void accept(int lacking, int listing);
  }

  void forEach(Each each) {
    for (int lacking = 0; lacking < listedBy.length; lacking++) {
      BitSet row = listedBy[lacking];
      if (row != null) {
        for (int i = row.nextSetBit(0); i >= 0; i = row.nextSetBit(i + 1)) {
          each.accept(lacking, i);
        }
      }
    }
  }

  /** Those of both. */
  public Halves or(Halves others) {
    Halves all = new Halves(roster);
    forEach(all::add);
    others.on(roster).forEach(all::add);
    return all;
  }

  /** Those that are among others, too. */
  public Halves and(Halves others) {
    Halves mine = on(others.roster);
    Halves both = new Halves(others.roster);
    for (int i = 0; i < both.listedBy.length; i++) {
      BitSet row = mine.listedBy[i];
      BitSet other = others.listedBy[i];
      if (row != null && other != null && row.intersects(other)) {
        BitSet common = (BitSet) row.clone();
        common.and(other);
        both.listedBy[i] = common;
      }
    }
    return both;
  }
}
