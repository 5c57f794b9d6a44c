package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A join that may be made, if no rule forbids it.
 *
 * @param from who is asked
 * @param to with whom it would be connected
 * @param joining the side of {@code from}
 * @param core the side of {@code to}, with those who join it before
 */
record Candidate(Party from, Party to, Join.Kind kind, Side joining, Side core) {

  /** Two of one island. */
  static Candidate link(Party from, Party to) {
    return new Candidate(from, to, Join.Kind.LINK, alone(from), alone(to));
  }

  private static Side alone(Party party) {
    return new Side(Join.Kind.LINK, List.of(party), Optional.of(Set.of()));
  }

  /** Registered with {@code global} on both sides, as far as that is known; sorted. */
  List<String> names() {
    Set<String> both = new TreeSet<>(joining.globalNames().orElse(Set.of()));
    both.retainAll(core.globalNames().orElse(Set.of()));
    return List.copyOf(both);
  }

  /** Whether all of them are. */
  boolean namesKnown() {
    return joining.globalNames().isPresent() && core.globalNames().isPresent();
  }

  Pair pair() {
    return Pair.of(from.name(), to.name());
  }

  /** How many pairs of members there are, one of each side. */
  long pairs() {
    return (long) joining.size() * core.size();
  }

  /** Whether {@code global} connects all the others, once two are. */
  boolean closesItself() {
    return joining.connectsAll() && core.connectsAll();
  }

  /** Whether {@code global} may tear links of the two sides. */
  boolean mayTear() {
    return closesItself() && (joining.prevents() || core.prevents());
  }

  boolean has(NodeName member) {
    return joining.has(member) || core.has(member);
  }

  Refusal refused(Rule rule, String detail) {
    return new Refusal(from.name(), to.name(), kind, rule, detail);
  }
}
