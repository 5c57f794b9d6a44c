package io.nessiecluster.app;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.config.ClusterConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what to ask the DNS for, and what the nodes there are called. */
final class QueryReader {

  private static final String ALLOWED = "ignore, name or basename=name, joined by commas";

  private final ClusterConfig config;
  private final SettingReader reader;

  QueryReader(ClusterConfig config, SettingReader reader) {
    this.config = config;
    this.reader = reader;
  }

  Settings.Names names() {
    return reader.choice("names", config.names(), Settings.Names.class);
  }

  DnsQuery[] queries() {
    List<DnsQuery> queries = new ArrayList<>();
    List<String> texts = config.query().orElse(List.of());
    if (texts.isEmpty()) {
      reader.reject("query", "", ALLOWED);
    }
    reader.warnOfRepeats("query", texts);
    for (String text : texts) {
      try {
        DnsQuery query = DnsQuery.parse(text.strip());
        if (query instanceof DnsQuery.Name name && name.isOfAnyBasename() && isByAddress()) {
          reader.reject(
              "query", text.strip(), ALLOWED + "; *=name needs nessie-cluster.names=peer");
        }
        queries.add(query);
      } catch (IllegalArgumentException e) {
        reader.reject("query", text, ALLOWED + "; " + e.getMessage());
      }
    }
    if (queries.size() > 1 && queries.contains(new DnsQuery.Ignore())) {
      reader.reject("query", String.join(",", texts), "ignore stands alone");
    }
    return queries.toArray(DnsQuery[]::new);
  }

  /** Whether that is what is set: a wrong text is told once, and not of the queries too. */
  private boolean isByAddress() {
    return config
        .names()
        .map(String::strip)
        .filter(Settings.Names.ADDRESS.name()::equalsIgnoreCase)
        .isPresent();
  }

  List<RecordType> recordTypes() {
    List<RecordType> types = new ArrayList<>();
    List<String> texts = config.resourceTypes().orElse(List.of(""));
    reader.warnOfRepeats(
        "resource-types", texts.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList());
    for (String text : texts) {
      types.add(
          reader.read(
              "resource-types",
              Optional.of(text),
              "A, AAAA, SRV, joined by commas",
              RecordType.A,
              type -> RecordType.valueOf(type.toUpperCase(Locale.ROOT))));
    }
    return types;
  }
}
