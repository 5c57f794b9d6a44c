package io.nessiecluster.page;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a terminal is answered: all of it in plain text, in lines of at most {@value
 * Wrapped#COLUMNS} columns, the worst first. What peers have said is escaped. The text is for
 * people: its letters may change.
 */
final class OverviewText {

  /** How many of a kind are listed at most. */
  static final int LISTED = 50;

  private final Overview now;
  private final List<String> lines = new ArrayList<>();

  private OverviewText(Overview now) {
    this.now = now;
  }

  /** The text, which ends with a newline. */
  static String of(Overview now) {
    OverviewText text = new OverviewText(now);
    text.lines.addAll(Wrapped.parts(Headline.of(now)));
    if (now.discovery().state() == DiscoveryState.IGNORING) {
      text.whatToSet();
    }
    text.wrong();
    text.nodes();
    text.dns();
    text.section(
        List.of(
            "MORE  /cluster/mesh  /cluster/nodes  /cluster/checks  /cluster/events  /q/openapi"
                + "  /?watch"));
    return String.join("\n", text.lines) + "\n";
  }

  private void whatToSet() {
    section(
        List.of(
            "NOTHING IS LOOKED UP   These three settings are enough; docs/configuration.md has"
                + " all:",
            "  NESSIE_CLUSTER_QUERY=app=app.default.svc.cluster.local.  basename=headless Service",
            "  NESSIE_CLUSTER_COOKIE_FILE=/etc/nessie-cluster/cookie    a file with the nodes'"
                + " cookie",
            "  NESSIE_CLUSTER_NODE_NAME=nessie@$(POD_IP)                the node of this service"));
  }

  private void wrong() {
    Troubles troubles = Troubles.in(now, LISTED);
    if (troubles.all() == 0) {
      return;
    }
    section(List.of("WRONG"));
    for (Trouble trouble : troubles.first()) {
      lines.addAll(Wrapped.text(trouble.text(now.at()), 2, 4));
      trouble.hint().ifPresent(hint -> lines.addAll(Wrapped.text(hint, 6, 6)));
    }
    more(troubles.all(), "/cluster/errors, /cluster/mesh and /cluster/checks");
  }

  private void nodes() {
    if (!now.discovery().nodes().isEmpty()) {
      section(NodeRows.of(now, LISTED));
      more(now.discovery().nodes().size(), "/cluster/nodes");
    }
  }

  private void dns() {
    Map<String, List<LookupResult>> byQuery =
        now.discovery().lastRound().stream()
            .flatMap(round -> round.lookups().stream())
            .collect(
                Collectors.groupingBy(
                    LookupResult::query, LinkedHashMap::new, Collectors.toList()));
    List<String> queries = new ArrayList<>();
    byQuery.entrySet().stream()
        .limit(LISTED)
        .forEach(query -> queries.addAll(dns(query.getKey(), query.getValue())));
    if (!queries.isEmpty()) {
      section(queries);
      more(byQuery.size(), "/cluster/rounds/latest");
    }
  }

  private static List<String> dns(String query, List<LookupResult> lookups) {
    List<String> parts = new ArrayList<>(List.of("DNS", query));
    lookups.forEach(lookup -> parts.add(lookup.type() + " " + outcome(lookup.outcome())));
    return Wrapped.parts(parts);
  }

  private static String outcome(LookupOutcome outcome) {
    return switch (outcome) {
      case LookupOutcome.Answer(var addresses, var ttl) ->
          "%d (ttl %d s)".formatted(addresses.size(), ttl.toSeconds());
      case LookupOutcome.PartialAnswer(var addresses, var _, var missing) ->
          "%d and more (%s)".formatted(addresses.size(), missing.reason().code());
      case LookupOutcome.NoAnswer none -> none.reason().code();
    };
  }

  private void section(List<String> of) {
    lines.add("");
    lines.addAll(of);
  }

  private void more(int all, String where) {
    if (all > LISTED) {
      lines.add("  and %d more: %s".formatted(all - LISTED, where));
    }
  }
}
