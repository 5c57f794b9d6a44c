package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a round's answers name, each with the questions that were answered so: {@code
 * basename@address}, never the own node.
 *
 * @param named the targets, in the order of the queries and answers
 * @param errors those that stand for addresses whose nodes could not be listed
 */
record Targets(Map<NodeName, Set<Question>> named, List<NodeConnectError> errors) {

  /**
   * The targets of a round's lookups, by the basename of each query.
   *
   * @param alone the set of each question alone: the same one in each round, and for all nodes of
   *     an answer, as equal sets of thousands of nodes take long to be compared
   */
  static Targets of(
      List<DnsQuery.Name> queries,
      String ownBasename,
      List<LookupResult> results,
      NodeName self,
      Map<Question, Set<Question>> alone) {
    Targets targets = new Targets(new LinkedHashMap<>(), new ArrayList<>());
    for (DnsQuery.Name query : queries) {
      for (LookupResult result : results) {
        if (!result.query().equals(query.name())) {
          continue;
        }
        Set<Question> question = alone.getOrDefault(Question.of(result), Set.of());
        for (String address : result.outcome().addresses()) {
          targets.add(NodeName.of(query.basename().orElse(ownBasename), address), question);
        }
      }
    }
    targets.named.remove(self);
    return targets;
  }

  void add(NodeName target, Set<Question> by) {
    named.merge(target, by, Targets::union);
  }

  private static Set<Question> union(Set<Question> some, Set<Question> more) {
    Set<Question> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }
}
