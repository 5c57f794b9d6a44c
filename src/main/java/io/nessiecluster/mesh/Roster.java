package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a mesh by number, from 0, in the order of their names: a thousand views are kept
 * as rows of bits, not of names. Immutable.
 */
public final class Roster {

  private final List<NodeName> names;
  private final Map<NodeName, Integer> numbers;

  private Roster(List<NodeName> names) {
    this.names = names;
    this.numbers = HashMap.newHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      numbers.put(names.get(i), i);
    }
  }

  /** The roster of some members, in whatever order, each of them once. */
  public static Roster of(Collection<NodeName> members) {
    return new Roster(members.stream().distinct().sorted().toList());
  }

  /** All of them, in their order. */
  public List<NodeName> names() {
    return names;
  }

  /** How many they are. */
  public int size() {
    return names.size();
  }

  /** Who has this number. */
  public NodeName name(int number) {
    return names.get(number);
  }

  /** The number of a member; -1 when it is none. */
  public int number(NodeName name) {
    return numbers.getOrDefault(name, -1);
  }
}
