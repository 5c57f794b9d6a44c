package io.nessiecluster.demo;

import io.nessiecluster.distribution.CallHandler;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Port;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a node of the demo answers when the service asks it: as a BEAM would, were its {@link
 * DemoMesh} true. The nodes are linked with the service alone; what they say of each other is made
 * up, but for who is up and where he listens.
 */
final class DemoAnswers implements CallHandler {

  private static final Atom OK = Term.atom("ok");
  private static final Atom ERROR = Term.atom("error");
  private static final Atom TRUE = Term.atom("true");
  private static final Atom FALSE = Term.atom("false");
  private static final Atom UNDEFINED = Term.atom("undefined");
  private static final Atom VISIBLE = Term.atom("visible");
  private static final Atom NODE_TYPE = Term.atom("node_type");
  private static final Atom CONNECTION_ID = Term.atom("connection_id");
  private static final int EPMD_VERSION = 6;
  private static final int TICK_TIME_SECONDS = 60;

  private static final Map<String, Term> SYSTEM =
      Map.of(
          "otp_release", text("27"),
          "process_count", Term.integer(312),
          "process_limit", Term.integer(1_048_576),
          "atom_count", Term.integer(21_430),
          "atom_limit", Term.integer(1_048_576),
          "port_count", Term.integer(14),
          "port_limit", Term.integer(65_536));

  private static final Atom LEADER = Term.atom("leader");

  private final int self;
  private final List<DemoNode> nodes;
  private final DemoMesh mesh;

  /**
   * The answers of one node.
   *
   * @param self its place among all
   */
  DemoAnswers(int self, List<DemoNode> nodes, DemoMesh mesh) {
    this.self = self;
    this.nodes = List.copyOf(nodes);
    this.mesh = mesh;
  }

  @Override
  public Optional<Term> answer(String module, String function, List<Term> args) {
    return switch (module + ":" + function + "/" + args.size()) {
      case "erlang:nodes/2" -> Optional.of(list(this::sighting));
      case "erlang:nodes/1" ->
          Optional.of(args.getFirst().equals(VISIBLE) ? list(this::name) : ListTerm.NIL);
      case "erlang:system_info/1" ->
          args.getFirst() instanceof Atom(String item)
              ? Optional.ofNullable(SYSTEM.get(item))
              : Optional.empty();
      case "erlang:statistics/1" -> Optional.of(uptime());
      case "application:get_key/2" -> Optional.of(UNDEFINED);
      case "os:getenv/1" -> Optional.of(variable(args.getFirst()));
      case "net_kernel:get_net_ticktime/0" -> Optional.of(Term.integer(TICK_TIME_SECONDS));
      case "application:get_env/2" -> Optional.of(Term.tuple(OK, TRUE));
      case "init:get_argument/1" -> Optional.of(ERROR);
      case "erlang:whereis/1" -> Optional.of(UNDEFINED);
      case "ets:info/2" -> Optional.of(Term.integer(tableSize(args.getFirst())));
      case "global:registered_names/0" ->
          Optional.of(mesh.hasLeader(self) ? Term.list(LEADER) : ListTerm.NIL);
      case "net_kernel:connect_node/1" -> Optional.of(connectNode(args.getFirst()));
      case "gen_tcp:connect/4" -> Optional.of(connect(args.get(0), args.get(1)));
      case "erl_epmd:port_please/3" -> Optional.of(port(args.get(1)));
      default -> Optional.empty();
    };
  }

  /** Of each node that this one lists. */
  private ListTerm list(IntFunction<Term> of) {
    return new ListTerm(
        IntStream.range(0, nodes.size())
            .filter(each -> mesh.areLinked(self, each))
            .mapToObj(of)
            .toList());
  }

  private Atom name(int node) {
    return Term.atom(nodes.get(node).name());
  }

  /** Another connection since either came up again. */
  private Term sighting(int node) {
    int connection = nodes.get(self).starts() + nodes.get(node).starts();
    return Term.tuple(
        name(node),
        new MapTerm(Map.of(NODE_TYPE, VISIBLE, CONNECTION_ID, Term.integer(connection))));
  }

  /** Since the start, and since it was asked last, as if that were the same. */
  private Term uptime() {
    Term millis = Term.integer(mesh.story().uptimeMillis(self));
    return Term.tuple(millis, millis);
  }

  private Term connectNode(Term name) {
    return IntStream.range(0, nodes.size())
            .filter(each -> name(each).equals(name))
            .anyMatch(other -> mesh.connect(self, other))
        ? TRUE
        : FALSE;
  }

  private Term variable(Term name) {
    if (name.equals(text("RELEASE_NAME"))) {
      return text(DemoStory.RELEASE_NAME);
    }
    return name.equals(text("RELEASE_VSN")) ? text(mesh.story().releaseVersion(self)) : FALSE;
  }

  private long tableSize(Term table) {
    return table.equals(Term.atom("global_names")) && mesh.hasLeader(self) ? 1 : 0;
  }

  /** As if it tried: EPMD lives and dies with its node here. */
  private Term connect(Term host, Term port) {
    Optional<DemoNode> there = at(host).filter(DemoNode::isUp);
    if (there.isEmpty()) {
      return Term.tuple(ERROR, Term.atom("econnrefused"));
    }
    boolean toEpmd = port.equals(Term.integer(there.get().epmdPort()));
    if (!toEpmd && mesh.story().isBlocked(self, nodes.indexOf(there.get()))) {
      return Term.tuple(ERROR, Term.atom("timeout"));
    }
    return Term.tuple(OK, new Port(name(self), 1, nodes.get(self).starts()));
  }

  private Term port(Term host) {
    return at(host)
        .map(DemoNode::port)
        .filter(OptionalInt::isPresent)
        .<Term>map(
            port ->
                Term.tuple(
                    Term.atom("port"), Term.integer(port.getAsInt()), Term.integer(EPMD_VERSION)))
        .orElse(Term.atom("noport"));
  }

  /** The node at an address of four numbers. */
  private Optional<DemoNode> at(Term host) {
    if (!(host instanceof Tuple(List<Term> parts))) {
      return Optional.empty();
    }
    String address =
        parts.stream()
            .map(part -> part instanceof Int(long number) ? Long.toString(number) : "?")
            .collect(Collectors.joining("."));
    return nodes.stream().filter(node -> node.address().equals(address)).findFirst();
  }

  private static ListTerm text(String text) {
    return ListTerm.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
