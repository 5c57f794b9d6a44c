package io.nessiecluster.mesh.plan;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the ways between the two sides are free: {@code global} dials in both directions, and
 * where one is blocked it tears down other links, again and again. Only what was found free is
 * proven.
 *
 * @param ways that it rests upon; of those that are blocked, the first, and those of the two that
 *     are asked
 * @param blocked the first that is, and what was found there; where {@code global} connects nobody,
 *     only of the two that are asked
 * @param unproven how many ways were not found free
 * @param pairs how many pairs were looked at, and of how many
 */
record Proof(List<Way> ways, Optional<String> blocked, int unproven, JoinPlan.Sample pairs) {

  /**
   * A way that is known to be blocked, whether or not it is looked at.
   *
   * @param line what was found there
   */
  record Closed(Way way, String line) {

    /** Of a way, if it is blocked. */
    static Optional<Closed> of(Way way, Situation.Ways known) {
      return known
          .found(way.from(), way.to())
          .filter(reach -> reach.cause().isBlocked())
          .map(reach -> new Closed(way, line(way, reach)));
    }

    private static String line(Way way, Reach reach) {
      return "from %s to %s: %s: %s"
          .formatted(shown(way.from()), shown(way.to()), reach.cause().code(), reach.detail());
    }

    private static String shown(NodeName name) {
      return Printable.text(name.text());
    }

    /**
     * Whether {@code global} may take it after a join: between the sides; or within one, whose
     * members hear of each other anew by the other side, and whose links are torn if that is in
     * vain.
     */
    private boolean matters(Candidate join) {
      boolean between =
          (join.joining().has(way.from()) && join.core().has(way.to()))
              || (join.joining().has(way.to()) && join.core().has(way.from()));
      return between || isWithin(join.core()) || isWithin(join.joining());
    }

    private boolean isWithin(Side side) {
      return side.prevents() && side.has(way.from()) && side.has(way.to());
    }
  }

  /**
   * What is known of the ways between the two sides.
   *
   * @param waiting who may join the core before this one does: ways to them are tried meanwhile,
   *     but count only once they have
   * @param closed ways that are known to be blocked, anywhere
   * @param most pairs that are looked at, at least 1
   */
  static Proof of(
      Candidate candidate,
      List<Party> waiting,
      List<Closed> closed,
      Situation.Ways known,
      int most) {
    Cross asked = new Cross(candidate.from(), candidate.to());
    List<Way> ways = new ArrayList<>(asked.ways().toList());
    Optional<Closed> between =
        asked.both().flatMap(way -> Closed.of(way, known).stream()).findFirst();
    if (between.isEmpty() && candidate.closesItself()) {
      between = closed.stream().filter(one -> one.matters(candidate)).findFirst();
    }
    if (between.isPresent()) {
      return blocked(between.get(), asked, 1, candidate);
    }
    int unproven = unproven(asked, known);
    List<Cross> others =
        Cross.sample(
            asked,
            candidate.joining().members(),
            Stream.concat(candidate.core().members().stream(), waiting.stream()).toList(),
            most - 1);
    for (Cross cross : others) {
      ways.addAll(cross.ways().toList());
      if (candidate.core().has(cross.core().name())) {
        between = cross.both().flatMap(way -> Closed.of(way, known).stream()).findFirst();
        if (between.isPresent() && candidate.closesItself()) {
          return blocked(between.get(), asked, 1 + others.size(), candidate);
        }
        unproven += unproven(cross, known);
      }
    }
    return new Proof(ways, Optional.empty(), unproven, sample(1 + others.size(), candidate));
  }

  private static Proof blocked(Closed closed, Cross asked, int looked, Candidate candidate) {
    return new Proof(
        Stream.concat(asked.ways(), Stream.of(closed.way())).distinct().toList(),
        Optional.of(closed.line()),
        0,
        sample(looked, candidate));
  }

  private static JoinPlan.Sample sample(long looked, Candidate candidate) {
    return new JoinPlan.Sample(Math.min(looked, candidate.pairs()), candidate.pairs());
  }

  /** Blocked ones are none where they do not matter: nobody takes them. */
  private static int unproven(Cross cross, Situation.Ways known) {
    return (int)
        cross
            .ways()
            .filter(
                way ->
                    known
                        .found(way.from(), way.to())
                        .filter(reach -> reach.cause() != LinkCause.UNKNOWN)
                        .isEmpty())
            .count();
  }

  /** What is still to be found free, if anything is. */
  Optional<String> open() {
    return unproven > 0
        ? Optional.of(
            "%d ways of %d pairs were not found free yet".formatted(unproven, pairs.looked()))
        : Optional.empty();
  }
}
