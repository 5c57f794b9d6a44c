package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.util.List;
import java.util.stream.Stream;

/**
 * A join that may be made, if no rule forbids it.
 *
 * @param from who is asked
 * @param to with whom it would be connected
 * @param joining all members of the side of {@code from}
 * @param core all of the side of {@code to}, with those who join before
 * @param names registered with {@code global} on both sides, as far as that is known
 * @param namesKnown whether it is
 */
record Candidate(
    Party from,
    Party to,
    Join.Kind kind,
    List<Party> joining,
    List<Party> core,
    List<String> names,
    boolean namesKnown) {

  Pair pair() {
    return Pair.of(from.name(), to.name());
  }

  Stream<Party> all() {
    return Stream.concat(joining.stream(), core.stream());
  }

  /** Whether one connect is enough, as {@code global} closes the mesh. */
  boolean closesItself() {
    return kind != Join.Kind.LINK
        && all().allMatch(party -> party.facts().filter(f -> !f.connectAll()).isEmpty());
  }

  Refusal refused(Rule rule, String detail) {
    return refused(from.name(), to.name(), kind, rule, detail);
  }

  static Refusal refused(
      NodeName from, NodeName to, Join.Kind kind, Rule rule, String detail) {
    return new Refusal(from, to, kind, rule, detail);
  }
}
