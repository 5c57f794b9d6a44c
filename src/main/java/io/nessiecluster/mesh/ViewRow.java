package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What is kept of a view: a bit and a byte for each member, and the strangers. Immutable.
 *
 * <p>Hidden sightings are none: neither {@code global} nor {@code pg} knows them. A view that names
 * its own member says nothing by it. One that names a node twice sees it, if it does so once; of
 * two connections one is kept, whatever their order.
 */
public final class ViewRow {

  /** How many strangers of a view are kept at most: the first by name. */
  public static final int STRANGERS = 100;

  private static final int TELLING = 255; // 0 is a connection of which nothing is told

  private final Roster roster;
  private final BitSet sees;
  private final byte[] connections; // by number of the peer
  private final List<NodeName> strangers;

  private ViewRow(Roster roster, BitSet sees, byte[] connections, Collection<NodeName> strangers) {
    this.roster = roster;
    this.sees = sees;
    this.connections = connections;
    this.strangers = List.copyOf(strangers);
  }

  /**
   * The row of a view.
   *
   * @param owner whose view it is
   */
  public static ViewRow of(View view, NodeName owner, Roster roster) {
    Draft draft = new Draft(owner, roster);
    for (Sighting sighting : view.sightings()) {
      if (!sighting.hidden()) {
        draft.add(sighting.node(), lowByte(sighting.connection()));
      }
    }
    return draft.done();
  }

  /** Consecutive connections of two nodes differ by 1, so that one byte tells them apart. */
  private static byte lowByte(long connection) {
    return connection == 0 ? 0 : (byte) (1 + Math.floorMod(connection, TELLING));
  }

  /** The same for other members: who is none any more is a stranger, and the other way round. */
  public ViewRow on(Roster other, NodeName owner) {
    if (other == roster) {
      return this;
    }
    Draft draft = new Draft(owner, other);
    for (int i = sees.nextSetBit(0); i >= 0; i = sees.nextSetBit(i + 1)) {
      draft.add(roster.name(i), connections[i]);
    }
    strangers.forEach(stranger -> draft.add(stranger, (byte) 0));
    return draft.done();
  }

  /** Whether it has the member of this number. */
  boolean sees(int number) {
    return sees.get(number);
  }

  /** Whether it has a node, be it a member or one of the strangers that are kept. */
  public boolean sees(NodeName node) {
    int number = roster.number(node);
    return number >= 0 ? sees.get(number) : strangers.contains(node);
  }

  /** Takes those that it has from the numbers of others. */
  void removeSeenFrom(BitSet numbers) {
    numbers.andNot(sees);
  }

  /** How many members it has. */
  int count() {
    return sees.cardinality();
  }

  /** The next member that it has, from a number on; -1 when there is none. */
  int next(int from) {
    return sees.nextSetBit(from);
  }

  /** The first strangers, by name. */
  List<NodeName> strangers() {
    return strangers;
  }

  /** The members that this one and an earlier one of the same roster have by other connections. */
  BitSet reconnectedSince(ViewRow earlier) {
    BitSet others = new BitSet();
    if (Arrays.equals(connections, earlier.connections)) {
      return others;
    }
    for (int i = sees.nextSetBit(0); i >= 0; i = sees.nextSetBit(i + 1)) {
      byte before = earlier.connections[i];
      if (connections[i] != 0 && before != 0 && connections[i] != before) {
        others.set(i);
      }
    }
    return others;
  }

  private static final class Draft {
    private final NodeName owner;
    private final Roster roster;
    private final BitSet sees;
    private final byte[] connections;
    private final TreeSet<NodeName> strangers = new TreeSet<>();

    Draft(NodeName owner, Roster roster) {
      this.owner = owner;
      this.roster = roster;
      this.sees = new BitSet(roster.size());
      this.connections = new byte[roster.size()];
    }

    void add(NodeName node, byte connection) {
      int number = roster.number(node);
      if (number < 0) {
        stranger(node);
      } else if (!node.equals(owner)) {
        sees.set(number);
        if (Byte.compareUnsigned(connection, connections[number]) > 0) {
          connections[number] = connection;
        }
      }
    }

    private void stranger(NodeName node) {
      if (!node.equals(owner)) {
        strangers.add(node);
        if (strangers.size() > STRANGERS) {
          strangers.removeLast();
        }
      }
    }

    ViewRow done() {
      return new ViewRow(roster, sees, connections, strangers);
    }
  }
}
