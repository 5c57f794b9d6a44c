package io.nessiecluster.mesh.plan;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Way;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the ways between two sides are free: {@code global} dials in both directions, and where
 * one is blocked it tears down other links, again and again.
 *
 * @param ways that it rests upon; of the two that are asked alone, while theirs are blocked
 * @param blocked the first that is, and what was found there; where {@code global} connects nobody,
 *     only of the two that are asked
 * @param unproven how many ways have not been tried
 * @param pairs how many pairs were looked at, and of how many
 */
record Proof(
    List<Way> ways, Optional<String> blocked, int unproven, JoinPlan.Sample pairs) {

  /** A pair of members, one of each side. */
  private record Cross(Party joining, Party core) {

    /** The ways that can be tried: by those who can be asked. */
    private Stream<Way> ways() {
      return Stream.of(
              joining.askable() ? Optional.of(new Way(joining.name(), core.name())) : NONE,
              core.askable() ? Optional.of(new Way(core.name(), joining.name())) : NONE)
          .flatMap(Optional::stream);
    }

    /** Scatters pairs evenly, and the same ones at any time. */
    private int lot() {
      int hash = 31 * joining.name().hashCode() + core.name().hashCode();
      hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
      return hash ^ (hash >>> 13);
    }
  }

  private static final Optional<Way> NONE = Optional.empty();

  /**
   * What is known of the ways between the two sides.
   *
   * @param most pairs that are looked at, at least 1
   */
  static Proof of(Candidate candidate, Situation.Ways known, int most) {
    Cross asked = new Cross(candidate.from(), candidate.to());
    List<Way> first = asked.ways().toList();
    long of = (long) candidate.joining().size() * candidate.core().size();
    Optional<String> closed = blocked(first, known);
    if (closed.isPresent()) {
      return new Proof(first, closed, 0, new JoinPlan.Sample(1, of));
    }
    List<Cross> sample = sample(candidate, asked, most);
    List<Way> ways = sample.stream().flatMap(Cross::ways).toList();
    int unproven =
        (int) ways.stream().filter(way -> known.found(way.from(), way.to()).isEmpty()).count();
    Optional<String> torn = candidate.closesItself() ? blocked(ways, known) : Optional.empty();
    return new Proof(ways, torn, unproven, new JoinPlan.Sample(sample.size(), of));
  }

  private static List<Cross> sample(Candidate candidate, Cross asked, int most) {
    List<Cross> others = new ArrayList<>();
    for (Party joining : candidate.joining()) {
      for (Party core : candidate.core()) {
        Cross cross = new Cross(joining, core);
        if (!cross.equals(asked)) {
          others.add(cross);
        }
      }
    }
    if (others.size() >= most) {
      others.sort(Comparator.comparingInt(Cross::lot));
    }
    return Stream.concat(Stream.of(asked), others.stream().limit(most - 1L)).toList();
  }

  private static Optional<String> blocked(List<Way> ways, Situation.Ways known) {
    return ways.stream()
        .flatMap(
            way ->
                known
                    .found(way.from(), way.to())
                    .filter(reach -> reach.cause().isBlocked())
                    .map(reach -> line(way, reach))
                    .stream())
        .findFirst();
  }

  private static String line(Way way, Reach reach) {
    return "from %s to %s: %s: %s"
        .formatted(shown(way.from()), shown(way.to()), reach.cause().code(), reach.detail());
  }

  private static String shown(NodeName name) {
    return Printable.text(name.text());
  }
}
