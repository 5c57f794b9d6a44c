package io.nessiecluster.mesh.plan;

import io.nessiecluster.mesh.Island;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which islands there are to be joined, and what each of them is. */
final class Sides {

  /** Who runs for longer, and longer than we watch, may be what is left of a split. */
  static final Duration YOUNG = Duration.ofMinutes(10);

  /**
   * The largest first, as the others join it. Of lone members the one that is no newcomer: the
   * cluster may be what is left there; then those who can be asked and have told; then by name.
   */
  private static final Comparator<Side> ORDER =
      Comparator.comparingInt((Side side) -> -side.size())
          .thenComparing(side -> side.kind() == Join.Kind.NEWCOMER)
          .thenComparing(side -> side.size() == 1 && !isReady(side.first()))
          .thenComparing(side -> side.first().name());

  private final Situation now;
  private final JoinHistory history;

  private Sides(Situation now, JoinHistory history) {
    this.now = now;
    this.history = history;
  }

  /** The islands of which something is known, in the order in which they count. */
  static List<Side> of(Situation now, JoinHistory history) {
    return new Sides(now, history).all();
  }

  private List<Side> all() {
    List<Island> islands = now.mesh().islands();
    List<Side> sides = new ArrayList<>();
    for (int i = 0; i < islands.size(); i++) {
      if (islands.get(i).seen()) {
        sides.add(side(i, islands.get(i)));
      }
    }
    sides.sort(ORDER);
    return sides;
  }

  private Side side(int number, Island island) {
    List<Party> members = island.members().stream().map(now::party).toList();
    boolean newcomer = members.size() == 1 && isNewcomer(members.getFirst());
    return new Side(
        newcomer ? Join.Kind.NEWCOMER : Join.Kind.ISLAND,
        members,
        Optional.ofNullable(now.globalNames().get(number)));
  }

  /** Or may be one, when it has not told yet for how long it runs. */
  private boolean isNewcomer(Party party) {
    return !party.everLinked()
        && party.uptime().filter(this::isOld).isEmpty()
        && !history.hasJoined(party, now.nanos());
  }

  private boolean isOld(Duration uptime) {
    return uptime.compareTo(YOUNG) > 0 && uptime.compareTo(now.standing().watched()) > 0;
  }

  private static boolean isReady(Party party) {
    return party.askable() && party.isTold();
  }
}
