package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.util.List;

/**
 * A join that may be made, if no rule forbids it.
 *
 * @param from who is asked
 * @param to with whom it would be connected
 * @param joining the side of {@code from}
 * @param core the side of {@code to}, with those who join it before
 * @param names registered with {@code global} on both sides, as far as that is known
 * @param namesKnown whether it is
 */
record Candidate(
    Party from,
    Party to,
    Join.Kind kind,
    Side joining,
    Side core,
    List<String> names,
    boolean namesKnown) {

  /** Two of one island. */
  static Candidate link(Party from, Party to, int island) {
    return new Candidate(
        from,
        to,
        Join.Kind.LINK,
        new Side(island, Join.Kind.LINK, List.of(from)),
        new Side(island, Join.Kind.LINK, List.of(to)),
        List.of(),
        true);
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
