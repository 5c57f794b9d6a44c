package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Links that were lost and made again between two views of a member: its connection is another one.
 * The two members of a link may tell of it in two sweeps, as each is asked at a moment of its own:
 * that is one flap all the same. For use by one thread.
 */
public final class Flaps {

  private final Roster roster;
  private final Halves told; // by the one, of the other

  /** None, among these members. */
  public Flaps(Roster roster) {
    this.roster = roster;
    this.told = new Halves(roster);
  }

  /** A member has another view than before, by the same link; both are of this roster. */
  public void compare(NodeName member, ViewRow before, ViewRow now) {
    int number = roster.number(member);
    BitSet others = now.reconnectedSince(before);
    for (int i = others.nextSetBit(0); i >= 0; i = others.nextSetBit(i + 1)) {
      told.add(number, i);
    }
  }

  /**
   * Tells each of them once.
   *
   * @param last those of the sweep before
   * @param stayed whether a member is the same incarnation as then: who has started anew has not
   *     flapped
   */
  public void count(Flaps last, Predicate<NodeName> stayed, Consumer<Pair> each) {
    Halves before = last.told.on(roster);
    told.forEach(
        (teller, other) -> {
          boolean bothTell = told.has(other, teller);
          boolean isEcho = before.has(other, teller) && !before.has(teller, other);
          NodeName one = roster.name(teller);
          NodeName two = roster.name(other);
          if ((bothTell ? teller < other : !isEcho) && stayed.test(one) && stayed.test(two)) {
            each.accept(Pair.of(one, two));
          }
        });
  }
}
