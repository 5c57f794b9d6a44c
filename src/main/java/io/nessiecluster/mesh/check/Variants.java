package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Who has which value of a thing that all should have one of.
 *
 * @param by members by value, no list of them empty
 */
record Variants(SortedMap<String, List<NodeName>> by) {

  static <T> Variants of(List<Heard.Saying<T>> told, Function<T, String> value) {
    SortedMap<String, List<NodeName>> by = new TreeMap<>();
    for (Heard.Saying<T> each : told) {
      by.computeIfAbsent(value.apply(each.what()), _ -> new ArrayList<>()).add(each.by().member());
    }
    return new Variants(by);
  }

  boolean differ() {
    return by.size() > 1;
  }

  /** All but those who have what most have; of as many, those with the first value are most. */
  List<NodeName> odd() {
    return byCount().stream().skip(1).flatMap(each -> each.getValue().stream()).toList();
  }

  /** The values, the most common first, and at how many members each is. */
  String text() {
    return Brief.first(
        byCount().stream()
            .map(
                each ->
                    Brief.said(each.getKey())
                        + " at "
                        + Brief.count(each.getValue().size(), "member"))
            .toList());
  }

  private List<Map.Entry<String, List<NodeName>>> byCount() {
    return by.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, List<NodeName>>>comparingInt(
                    each -> each.getValue().size())
                .reversed()) // a stable sort: of as many, the first value stays first
        .toList();
  }
}
