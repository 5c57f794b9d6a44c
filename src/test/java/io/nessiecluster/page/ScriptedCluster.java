package io.nessiecluster.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The answers of a service that knows some nodes, in one island or two. */
final class ScriptedCluster {

  private static final Instant LONG_AGO = Instant.parse("2026-11-30T10:00:00Z");
  private static final String CAUSE = "connect_timeout";
  private static final String DETAIL = "no answer from 10.0.0.3:4370 in 1 s";
  private static final String HINT = "allow the distribution port between the pods (NetworkPolicy)";

  private static final int EXPECTED = 7;

  private final Map<String, String> states = new TreeMap<>();
  private final int islands;

  /** All connected; the last name is an island of its own if there are to be two. */
  ScriptedCluster(List<String> names, int islands) {
    names.forEach(name -> states.put(name, "connected"));
    this.islands = islands;
  }

  static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("app@10.0.0.%d"::formatted).toList();
  }

  /** The event by which a node comes to a state. */
  synchronized Map<String, Object> become(String name, String state) {
    states.put(name, state);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "node-" + state);
    event.put("at", Instant.now().toString());
    event.put("node", name);
    if (state.equals("failing")) {
      event.putAll(Map.of("cause", CAUSE, "detail", DETAIL, "hint", HINT, "failures", 1));
    }
    return event;
  }

  /** What the API answers; empty = there is no such thing. */
  synchronized Object answer(String path) {
    return switch (path) {
      case "/cluster" -> glance();
      case "/cluster/nodes" -> Map.of("nodes", names().stream().map(this::node).toList());
      case "/cluster/mesh" -> mesh();
      case "/cluster/checks" -> Map.of("at", LONG_AGO.toString(), "checks", checks());
      case "/cluster/rounds/latest" -> round();
      case "/page/troubles" -> Map.of("troubles", troubles(), "notListed", 0);
      default ->
          path.startsWith("/cluster/nodes/") && states.containsKey(path.substring(15))
              ? node(path.substring(15))
              : Map.of();
    };
  }

  private List<String> names() {
    return List.copyOf(states.keySet());
  }

  private String lone() {
    return names().getLast();
  }

  private int island(String name) {
    return islands > 1 && name.equals(lone()) ? 1 : 0;
  }

  private Map<String, Object> glance() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", states.keySet().stream().findFirst().orElse("scripted"));
    all.put("version", "0");
    all.put("node", Map.of("name", "nessie@127.0.0.1", "alive", true, "hidden", true, "port", 1));
    all.put("state", states.isEmpty() ? "ignoring" : "running");
    all.put("hasRan", !states.isEmpty());
    long connected = states.values().stream().filter("connected"::equals).count();
    all.put(
        "counts",
        Map.of(
            "known", states.size(), "connected", connected, "failing", states.size() - connected));
    if (!states.isEmpty()) {
      all.put("lastRound", Map.of("number", 1, "startedAt", LONG_AGO.toString()));
      all.put(
          "mesh",
          Map.of(
              "verdict",
              islands > 1 ? "split" : "whole",
              "islands",
              islands,
              "expected",
              EXPECTED));
    }
    return all;
  }

  private Map<String, Object> node(String name) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", name);
    node.put("address", "10.0.0.1");
    node.put("self", false);
    node.put("state", states.get(name));
    node.put("since", LONG_AGO.toString());
    node.put("direction", "outbound");
    node.put("discoveredBy", List.of(name));
    if ("failing".equals(states.get(name))) {
      node.put("failures", 3);
      node.put(
          "lastFailure",
          Map.of("at", LONG_AGO.toString(), "cause", CAUSE, "detail", name + DETAIL, "hint", HINT));
    }
    return node;
  }

  private Map<String, Object> mesh() {
    List<String> names = names();
    List<Map<String, Object>> defects =
        names.stream()
            .filter(name -> island(name) == 0)
            .limit(islands > 1 ? 100 : 0)
            .map(this::defect)
            .toList();
    return Map.of(
        "verdict",
        islands > 1 ? "split" : "whole",
        "counts",
        Map.of("members", names.size(), "islands", islands),
        "blames",
        List.of(),
        "defects",
        defects,
        "islands",
        IntStream.range(0, islands)
            .mapToObj(
                number ->
                    Map.of(
                        "number",
                        number,
                        "size",
                        names.stream().filter(name -> island(name) == number).count(),
                        "seen",
                        true))
            .toList(),
        "members",
        names.stream().map(name -> member(name, names.size())).toList());
  }

  private Map<String, Object> member(String name, int of) {
    return Map.of(
        "name",
        name,
        "release",
        name,
        "otp",
        "27",
        "fresh",
        true,
        "island",
        island(name),
        "sees",
        of - islands,
        "missedBy",
        0);
  }

  private Map<String, Object> defect(String from) {
    return Map.of(
        "from",
        from,
        "to",
        lone(),
        "kind",
        "missing",
        "since",
        LONG_AGO.toString(),
        "cause",
        CAUSE,
        "detail",
        from + DETAIL,
        "hint",
        HINT);
  }

  private List<Map<String, Object>> troubles() {
    List<Map<String, Object>> all = new ArrayList<>();
    if (islands > 1) {
      all.add(trouble(lone(), " is an island of its own: "));
    }
    names().stream()
        .filter(name -> "failing".equals(states.get(name)))
        .limit(50)
        .forEach(name -> all.add(trouble(name, ": ")));
    return all;
  }

  private static Map<String, Object> trouble(String name, String what) {
    return Map.of(
        "what",
        name + what + CAUSE + ": " + DETAIL,
        "node",
        name,
        "since",
        LONG_AGO.toString(),
        "hint",
        HINT);
  }

  private List<Map<String, Object>> checks() {
    return names().stream()
        .limit(3)
        .map(name -> check(name, islands > 1 ? "fail" : "pass"))
        .toList();
  }

  private static Map<String, Object> check(String name, String status) {
    return Map.of(
        "id", "of " + name, "status", status, "since", LONG_AGO.toString(), "evidence", name);
  }

  private Map<String, Object> round() {
    return Map.of(
        "round",
        1,
        "startedAt",
        LONG_AGO.toString(),
        "dns",
        names().stream()
            .limit(2)
            .map(name -> Map.of("query", name, "type", "A", "outcome", "answer", "addresses", 1))
            .toList());
  }
}
