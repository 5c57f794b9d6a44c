package io.nessiecluster.metrics;

/**
 * The names of all metrics, without the suffixes that Prometheus' format adds ({@code _total} to
 * counters, {@code _count}, {@code _sum} and {@code _bucket} to timers). Labels are bounded: none
 * ever holds an address, a node or a query. Each is described in docs/metrics.md.
 */
final class MetricNames {

  /** Gauge, always 1, by {@link #VERSION}: which service this is. */
  static final String BUILD_INFO = "nessie_cluster_build_info";

  /** Timer: how long rounds take. */
  static final String ROUND_DURATION = "nessie_cluster_round_duration_seconds";

  /** Gauge: s since the end of the last round, or since the start before the first. */
  static final String LAST_ROUND_AGE = "nessie_cluster_last_round_age_seconds";

  /** Gauge: the same for the last round in which the DNS answered. */
  static final String LAST_ANSWER_AGE = "nessie_cluster_last_answer_age_seconds";

  /** Gauge, s since 1970: end of the last round; 0 = none yet. */
  static final String LAST_ROUND = "nessie_cluster_last_round_timestamp_seconds";

  /** Gauge, s since 1970: end of the last round in which no lookup failed; 0 = none yet. */
  static final String LAST_SUCCESS = "nessie_cluster_last_success_timestamp_seconds";

  /** Gauge, 0 or 1: whether a round has completed. */
  static final String HAS_RAN = "nessie_cluster_has_ran";

  /**
   * Gauge, s: until the next round is due, or the running one must have done what it does now;
   * negative when overdue, NaN when no round comes by itself.
   */
  static final String ROUND_DUE = "nessie_cluster_round_due_seconds";

  /** Gauge, 0 or 1: whether rounds run when due. */
  static final String RUNNING = "nessie_cluster_running";

  /** Gauge: rounds in a row of which every lookup failed. */
  static final String FAILED_ROUNDS = "nessie_cluster_consecutive_failed_rounds";

  /** Counter of lookups, by {@link #TYPE} and {@link #OUTCOME}. */
  static final String LOOKUPS = "nessie_cluster_lookups";

  /** Timer: how long lookups take, by {@link #TYPE}. */
  static final String LOOKUP_DURATION = "nessie_cluster_lookup_duration_seconds";

  /** Gauge: known nodes by {@link #STATE}. */
  static final String NODES = "nessie_cluster_nodes";

  /** Gauge: connected nodes, vanished ones included. */
  static final String CONNECTED_NODES = "nessie_cluster_connected_nodes";

  /** Gauge: nodes whose connections are lost again and again, connected at this moment or not. */
  static final String FLAPPING_NODES = "nessie_cluster_flapping_nodes";

  /** Counter of nodes that the DNS named for the first time, or again. */
  static final String DISCOVERIES = "nessie_cluster_node_discoveries";

  /** Counter of nodes that the DNS ceased to name. */
  static final String VANISHED = "nessie_cluster_node_vanishings";

  /** Counter of connections that came up, whoever dialled. */
  static final String LINKS_UP = "nessie_cluster_links_up";

  /** Counter of dials in vain, by {@link #CAUSE}. */
  static final String CONNECT_FAILURES = "nessie_cluster_connect_failures";

  /** Counter of connections that were lost, by {@link #CAUSE}. */
  static final String LINKS_LOST = "nessie_cluster_links_lost";

  /** Counter of frames other than ticks, by {@link #DIRECTION}. */
  static final String FRAMES = "nessie_cluster_distribution_frames";

  /** Counter of bytes of all frames, by {@link #DIRECTION}. */
  static final String BYTES = "nessie_cluster_distribution_bytes";

  /** Counter of ticks, by {@link #DIRECTION}. */
  static final String TICKS = "nessie_cluster_distribution_ticks";

  /** Counter of calls of functions at peers, by {@link #RESULT}. */
  static final String CALLS = "nessie_cluster_calls";

  /** Counter of dials of peers that came to nothing. */
  static final String HANDSHAKES_REFUSED = "nessie_cluster_handshakes_refused";

  /** Gauge: readers of the events. */
  static final String EVENT_READERS = "nessie_cluster_event_readers";

  /** Counter of readers of the events that were dropped for being slow. */
  static final String EVENT_READERS_DROPPED = "nessie_cluster_event_readers_dropped";

  /** Gauge: nodes that the DNS names and that are not hidden. */
  static final String MESH_MEMBERS = "nessie_cluster_mesh_members";

  /** Gauge: groups of members that links hold together. */
  static final String MESH_ISLANDS = "nessie_cluster_mesh_islands";

  /** Gauge: pairs of members that miss each other. */
  static final String MESH_MISSING_LINKS = "nessie_cluster_mesh_missing_links";

  /** Gauge: pairs of members of which only one lists the other. */
  static final String MESH_ONE_SIDED_LINKS = "nessie_cluster_mesh_one_sided_links";

  /** Gauge: members without a fresh view. */
  static final String MESH_UNKNOWN_VIEWS = "nessie_cluster_mesh_unknown_views";

  /** Gauge: nodes that members see and that are none of them, nor hidden. */
  static final String MESH_STRANGERS = "nessie_cluster_mesh_strangers";

  /** Counter of links between members that were lost and made again between two sweeps. */
  static final String MESH_FLAPS = "nessie_cluster_mesh_flaps";

  /** Gauge, 0 or 1, by {@link #VERDICT}: what the mesh is. */
  static final String MESH_VERDICT = "nessie_cluster_mesh_verdict";

  /** Gauge, s: how long the last sweep took. */
  static final String MESH_SWEEP = "nessie_cluster_mesh_sweep_seconds";

  /** Counter of calls of functions at members, by {@link #FUNCTION}. */
  static final String MESH_CALLS = "nessie_cluster_mesh_calls";

  /** Gauge, 0 or 1, by {@link #STATE}: what is done with the plan. */
  static final String MESH_KEEPING = "nessie_cluster_mesh_keeping";

  /** Gauge: joins that may be made, of the last plan. */
  static final String MESH_PLANNED_JOINS = "nessie_cluster_mesh_planned_joins";

  /** Gauge by {@link #RULE}: joins that are refused, of the last plan; 100 of all at most. */
  static final String MESH_REFUSED_JOINS = "nessie_cluster_mesh_refused_joins";

  /** Counter of joins, by {@link #OUTCOME}. */
  static final String MESH_JOINS = "nessie_cluster_mesh_joins";

  /** Gauge by {@link #CHECK_ID}: 0 pass, 1 warn, 2 fail; NaN when nobody could tell. */
  static final String CHECK = "nessie_cluster_check";

  /** Label: a record type. */
  static final String TYPE = "type";

  /** Label: the code of the outcome of a lookup, or of a join. */
  static final String OUTCOME = "outcome";

  /** Label: the code of the state of a node, or of what is done about the mesh. */
  static final String STATE = "state";

  /** Label: the code of the cause of a failure or a loss. */
  static final String CAUSE = "cause";

  /** Label: {@code in} or {@code out}. */
  static final String DIRECTION = "direction";

  /** Label: {@code ok}, or the code of the failure of a call. */
  static final String RESULT = "result";

  /** Label: the version of the service. */
  static final String VERSION = "version";

  /** Label: the code of a verdict on the mesh. */
  static final String VERDICT = "verdict";

  /** Label: the code of a check. */
  static final String CHECK_ID = "check";

  /** Label: a function of Erlang, {@code module:function/arity}. */
  static final String FUNCTION = "function";

  /** Label: the code of a rule that forbids a join. */
  static final String RULE = "rule";

  private MetricNames() {}
}
