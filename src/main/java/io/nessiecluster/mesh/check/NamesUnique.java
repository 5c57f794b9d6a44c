package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Check.Status;
import io.nessiecluster.mesh.Island;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * No name is registered with {@code global} in two islands: there are two processes of what must be
 * one, and one of them is killed when the islands join. Does not apply to one island.
 */
final class NamesUnique implements Judgement {

  @Override
  public Check.Id id() {
    return Check.Id.NAMES_UNIQUE;
  }

  @Override
  public Finding judge(Evidence evidence) {
    long islands = evidence.islands().stream().filter(Island::seen).count();
    if (islands < 2) {
      return Finding.skipped("fewer than two islands are seen");
    }
    String told =
        "; %d of %s told".formatted(evidence.globalNames().size(), Brief.count(islands, "island"));
    Map<String, Set<Integer>> twice = islandsByName(evidence.globalNames());
    twice.values().removeIf(in -> in.size() < 2);
    if (!twice.isEmpty()) {
      Set<Integer> concerned = new TreeSet<>();
      twice.values().forEach(concerned::addAll);
      String line =
          "%s registered in more than one island: %s"
              .formatted(
                  Brief.count(twice.size(), "name"),
                  Brief.first(twice.keySet().stream().map(Brief::said).toList()));
      return Finding.of(Status.FAIL, line + told, members(evidence, concerned));
    }
    return evidence.globalNames().size() < islands
        ? Finding.unknown("not all islands could be asked for the names of global" + told)
        : Finding.pass("no name of global is registered in two islands" + told);
  }

  private static Map<String, Set<Integer>> islandsByName(Map<Integer, Set<String>> names) {
    Map<String, Set<Integer>> islands = new TreeMap<>();
    names.forEach(
        (island, those) ->
            those.forEach(name -> islands.computeIfAbsent(name, _ -> new TreeSet<>()).add(island)));
    return islands;
  }

  private static List<NodeName> members(Evidence evidence, Set<Integer> islands) {
    return islands.stream()
        .filter(number -> number >= 0 && number < evidence.islands().size())
        .flatMap(number -> evidence.islands().get(number).members().stream())
        .toList();
  }
}
