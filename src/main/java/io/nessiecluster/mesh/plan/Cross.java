package io.nessiecluster.mesh.plan;

import io.nessiecluster.mesh.Way;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/** A pair of members, one of each side of a join. */
record Cross(Party joining, Party core) {

  private static final Optional<Way> NONE = Optional.empty();

  /** Two places in the lists of the sides, and the lot that they have drawn. */
  private record Drawn(int lot, int joining, int core) {}

  private static final Comparator<Drawn> GREATEST_FIRST =
      Comparator.comparingInt(Drawn::lot)
          .thenComparingInt(Drawn::joining)
          .thenComparingInt(Drawn::core)
          .reversed();

  /** The ways that can be tried: by those who can be asked. */
  Stream<Way> ways() {
    return Stream.of(
            joining.askable() ? Optional.of(new Way(joining.name(), core.name())) : NONE,
            core.askable() ? Optional.of(new Way(core.name(), joining.name())) : NONE)
        .flatMap(Optional::stream);
  }

  /** Both, though nobody can be asked now: one may have been tried before. */
  Stream<Way> both() {
    return Stream.of(new Way(joining.name(), core.name()), new Way(core.name(), joining.name()));
  }

  /**
   * The pairs of two sides, without the one that is asked: all, or those with the least lots. Each
   * pair draws the same lot at any time, so that of sides that grow almost the same pairs are
   * looked at. Nothing is made of those that are not taken: there may be a quarter of a million.
   *
   * @param most may be 0
   */
  static List<Cross> sample(Cross asked, List<Party> joining, List<Party> core, int most) {
    if (most == 0) {
      return List.of();
    }
    PriorityQueue<Drawn> taken = new PriorityQueue<>(GREATEST_FIRST);
    for (int i = 0; i < joining.size(); i++) {
      int name = joining.get(i).name().hashCode();
      for (int j = 0; j < core.size(); j++) {
        int lot = lot(name, core.get(j).name().hashCode());
        Drawn last = taken.peek();
        boolean wins = taken.size() < most || last == null || lot < last.lot();
        if (wins && !asked.isOf(joining.get(i), core.get(j))) {
          taken.add(new Drawn(lot, i, j));
          if (taken.size() > most) {
            Drawn _ = taken.remove();
          }
        }
      }
    }
    return taken.stream()
        .sorted(GREATEST_FIRST.reversed())
        .map(drawn -> new Cross(joining.get(drawn.joining()), core.get(drawn.core())))
        .toList();
  }

  private boolean isOf(Party one, Party other) {
    return joining.name().equals(one.name()) && core.name().equals(other.name());
  }

  private static int lot(int one, int other) {
    int hash = 31 * one + other;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
