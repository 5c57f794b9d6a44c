package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts those who are seen and are no members. For use by one thread. */
final class Strangers {

  private static final int SEEN_BY = 10;

  private final Predicate<NodeName> known;
  private final Map<NodeName, Stranger> byName = new TreeMap<>();

  /** None yet; who is known is none. */
  Strangers(Predicate<NodeName> known) {
    this.known = known;
  }

  /** A member sees these; members come by name. */
  void seen(NodeName by, List<NodeName> strangers) {
    for (NodeName stranger : strangers) {
      if (!known.test(stranger)) {
        byName.merge(stranger, new Stranger(stranger, 1, List.of(by)), Strangers::sum);
      }
    }
  }

  private static Stranger sum(Stranger all, Stranger one) {
    List<NodeName> seenBy = all.seenBy();
    if (seenBy.size() < SEEN_BY) {
      seenBy = new ArrayList<>(seenBy);
      seenBy.addAll(one.seenBy());
    }
    return new Stranger(all.node(), all.sightings() + 1, seenBy);
  }

  int count() {
    return byName.size();
  }

  /** The first of them, by name. */
  List<Stranger> first(int most) {
    return byName.values().stream().limit(most).toList();
  }
}
