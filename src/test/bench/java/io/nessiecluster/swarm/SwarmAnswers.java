package io.nessiecluster.swarm;

import io.nessiecluster.distribution.CallHandler;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node of a swarm says when it is asked about the mesh: that it sees all the others.
 *
 * @param number of the node
 * @param mesh all nodes, as they are at the moment
 */
record SwarmAnswers(int number, Supplier<List<Term>> mesh) implements CallHandler {

  private static final Term UNDEFINED = Term.atom("undefined");
  private static final Term FALSE = Term.atom("false");
  private static final Map<String, Term> SYSTEM =
      Map.of(
          "otp_release", Term.list(Term.integer('2'), Term.integer('7')),
          "process_count", Term.integer(100),
          "process_limit", Term.integer(1 << 18),
          "atom_count", Term.integer(20_000),
          "atom_limit", Term.integer(1 << 20),
          "port_count", Term.integer(10),
          "port_limit", Term.integer(1 << 16));

  /** How each of so many nodes is listed by the others. */
  static List<Term> sightings(int nodes, SwarmNaming naming) {
    List<Term> sightings = new ArrayList<>();
    for (int each = 0; each < nodes; each++) {
      sightings.add(
          Term.tuple(
              Term.atom(naming.node(each)),
              new MapTerm(
                  Map.of(
                      Term.atom("connection_id"), Term.integer(16_000_000L + each),
                      Term.atom("node_type"), Term.atom("visible")))));
    }
    return List.copyOf(sightings);
  }

  @Override
  public Optional<Term> answer(String module, String function, List<Term> args) {
    return Optional.ofNullable(
        switch (module + ":" + function) {
          case "erlang:nodes" -> others();
          case "erlang:system_info" ->
              args.getFirst() instanceof Atom(String what) ? SYSTEM.get(what) : null;
          case "erlang:statistics" -> Term.tuple(Term.integer(60_000), Term.integer(0));
          case "application:get_key" -> UNDEFINED;
          case "os:getenv" -> FALSE;
          case "net_kernel:get_net_ticktime" -> Term.integer(60);
          case "application:get_env" -> Term.tuple(Term.atom("ok"), Term.atom("true"));
          case "init:get_argument" -> Term.atom("error");
          case "erlang:whereis" -> UNDEFINED;
          case "ets:info" -> Term.integer(0);
          default -> null;
        });
  }

  private Term others() {
    List<Term> all = mesh.get();
    List<Term> others = new ArrayList<>(all.subList(0, Math.min(number, all.size())));
    others.addAll(all.subList(Math.min(number + 1, all.size()), all.size()));
    return Term.list(others.toArray(Term[]::new));
  }
}
