package io.nessiecluster.connector;

/**
 * The closed list of all functions that are ever called at a member. None of them changes anything,
 * or takes time that grows with its processes or tables; none but {@link #CONNECT_NODE} makes it
 * connect with anybody.
 */
enum RemoteFunction {
  NODES_WITH_IDS(
      "erlang",
      "nodes",
      2,
      "each sweep",
      "whom it is connected with, and by which connection",
      "5 µs and 7 KB for 100 peers"),
  NODES(
      "erlang",
      "nodes",
      1,
      "each sweep, where `erlang:nodes/2` is not there (before OTP 25.1)",
      "whom it is connected with",
      "less than that, twice"),
  STATISTICS(
      "erlang",
      "statistics",
      1,
      "once a link: `wall_clock`",
      "whether it has just started, and may be joined at once",
      "a look at a clock"),
  SYSTEM_INFO(
      "erlang",
      "system_info",
      1,
      "once a link: `otp_release`; each 30 s, 20 members a sweep at most: `process_count`,"
          + " `atom_count`, `port_count` and their limits",
      "checks `otp_equal` and `limits`",
      "a look at a counter"),
  GETENV(
      "os",
      "getenv",
      1,
      "once a link: `RELEASE_NAME` and `RELEASE_VSN`, no other variable",
      "checks `release_equal` and `members_pure`",
      "a look-up"),
  NET_TICKTIME(
      "net_kernel",
      "get_net_ticktime",
      0,
      "once a link",
      "check `settings_equal`",
      "a message to `net_kernel`"),
  APPLICATION_ENV(
      "application",
      "get_env",
      2,
      "once a link: `prevent_overlapping_partitions` and `connect_all` of `kernel`",
      "check `settings_equal`",
      "two look-ups"),
  ARGUMENT(
      "init",
      "get_argument",
      1,
      "once a link, where `kernel` has no `connect_all` (before OTP 25): `-connect_all`",
      "check `settings_equal`",
      "a message to `init`"),
  WHEREIS(
      "erlang",
      "whereis",
      1,
      "each 30 s, 20 members a sweep at most: `mnesia_sup`",
      "whether mnesia runs, so that asking it loads no code",
      "a look-up"),
  MNESIA_INFO(
      "mnesia",
      "system_info",
      1,
      "after that, where `mnesia_sup` runs: `db_nodes` and `running_db_nodes`",
      "check `mnesia_whole`",
      "76 µs each"),
  APPLICATION_KEY(
      "application",
      "get_key",
      2,
      "each 30 s, 20 members a sweep at most: `vsn` of `rabbit` and of `emqx`",
      "whether a product runs that forms its cluster itself, and is never joined",
      "two look-ups"),
  TABLE_INFO(
      "ets",
      "info",
      2,
      "each 30 s, 20 members a sweep at most: `size` of `global_locks` and `global_names`",
      "check `global_free`, and whether `names_unique` is cheap",
      "two look-ups"),
  TABLE_SELECT(
      "ets",
      "select",
      3,
      "after that, where `global` holds locks: the first 16",
      "check `global_free`",
      "a look at 16 rows"),
  GLOBAL_NAMES(
      "global",
      "registered_names",
      0,
      "while there are two islands or more, each sweep: at one member of each",
      "check `names_unique`",
      "as much as there are global names"),
  CONNECT(
      "gen_tcp",
      "connect",
      4,
      "for a missing link of a stable mesh, and for each way that a join needs, once a minute at"
          + " most (each 5 s while it is blocked and a join waits): to the other's port, and to"
          + " its EPMD where that tells none",
      "why the two are not linked, and whether they can be joined",
      "a connection that is closed at once"),
  PORT_PLEASE(
      "erl_epmd",
      "port_please",
      3,
      "for the same, before it",
      "at which port the other listens",
      "one question to its EPMD"),
  CONNECT_NODE(
      "net_kernel",
      "connect_node",
      1,
      "for each join: with `mesh.mode=form` or `heal`, or by `POST /cluster/mesh/join`",
      "to connect two members; where both are set so, their `global` connects the rest",
      "a connection with the other, and what `global` does then");

  private final String module;
  private final String function;
  private final int arity;
  private final String when;
  private final String purpose;
  private final String cost;

  RemoteFunction(
      String module, String function, int arity, String when, String purpose, String cost) {
    this.module = module;
    this.function = function;
    this.arity = arity;
    this.when = when;
    this.purpose = purpose;
    this.cost = cost;
  }

  String module() {
    return module;
  }

  String function() {
    return function;
  }

  int arity() {
    return arity;
  }

  /** When it is called, and with what. */
  String when() {
    return when;
  }

  /** What its answer is for. */
  String purpose() {
    return purpose;
  }

  /** What it costs the member. */
  String cost() {
    return cost;
  }

  /** As Erlang writes it, {@code module:function/arity}. */
  @Override
  public String toString() {
    return module + ":" + function + "/" + arity;
  }
}
