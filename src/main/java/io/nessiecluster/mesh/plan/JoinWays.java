package io.nessiecluster.mesh.plan;

import io.nessiecluster.mesh.Way;
import java.util.List;
import java.util.stream.Stream;

/** Which connects a join takes. */
record JoinWays(Situation now) {

  /** One, where {@code global} closes the mesh; else each pair whose way is not blocked. */
  List<Way> of(Candidate candidate) {
    Way first = new Way(candidate.from().name(), candidate.to().name());
    if (candidate.kind() == Join.Kind.LINK || candidate.closesItself()) {
      return List.of(first);
    }
    Stream<Way> pairs =
        candidate.joining().members().stream()
            .flatMap(one -> candidate.core().members().stream().flatMap(other -> way(one, other)))
            .filter(way -> Proof.Closed.of(way, now.ways()).isEmpty());
    return Stream.concat(Stream.of(first), pairs).distinct().limit(Join.MOST_WAYS).toList();
  }

  /** Both have to be linked with us, and one of them is asked. */
  private Stream<Way> way(Party one, Party other) {
    Party asked = one.askable() ? one : other;
    Party reached = one.askable() ? other : one;
    return asked.askable() && now.mesh().tally(reached.name()).fresh()
        ? Stream.of(new Way(asked.name(), reached.name()))
        : Stream.empty();
  }
}
