package io.nessiecluster.connector;

import static io.nessiecluster.connector.RemoteFunction.NODES;
import static io.nessiecluster.connector.RemoteFunction.NODES_WITH_IDS;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** With whom a member is connected. */
final class ViewQuestion {

  private static final Atom VISIBLE = Term.atom("visible");
  private static final Atom HIDDEN = Term.atom("hidden");
  private static final Atom CONNECTION_ID = Term.atom("connection_id");
  private static final Atom NODE_TYPE = Term.atom("node_type");
  private static final Term ALL = Term.list(VISIBLE, HIDDEN);
  private static final Term WITH_BOTH =
      new MapTerm(Map.of(CONNECTION_ID, Answers.TRUE, NODE_TYPE, Answers.TRUE));

  private final FamiliarNames names = new FamiliarNames();

  /** Asks with numbers of connections; empty when the member is too old to tell. */
  Optional<View> withConnections(RemoteCall call) throws MeshCallException, InterruptedException {
    Optional<Term> answer = call.ifDefined(NODES_WITH_IDS, ALL, WITH_BOTH);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    List<Term> nodes = Answers.list(NODES_WITH_IDS, answer.get());
    List<Sighting> sightings = new ArrayList<>(nodes.size());
    for (Term each : nodes) {
      if (!(each instanceof Tuple(List<Term> pair)
          && pair.size() == 2
          && pair.get(1) instanceof MapTerm(Map<Term, Term> info)
          && info.get(NODE_TYPE) instanceof Atom type
          && (type.equals(VISIBLE) || type.equals(HIDDEN))
          && info.get(CONNECTION_ID) instanceof Int(long connection)
          && connection >= 0)) {
        throw Answers.unlike(NODES_WITH_IDS, "node with its connection", each);
      }
      sightings.add(
          new Sighting(names.of(NODES_WITH_IDS, pair.getFirst()), type.equals(HIDDEN), connection));
    }
    return Optional.of(new View(sightings));
  }

  /** Asks as any member understands, twice. */
  View plainly(RemoteCall call) throws MeshCallException, InterruptedException {
    List<Sighting> sightings = new ArrayList<>();
    for (Atom type : List.of(VISIBLE, HIDDEN)) {
      for (Term each : Answers.list(NODES, call.to(NODES, type))) {
        sightings.add(new Sighting(names.of(NODES, each), type.equals(HIDDEN), 0));
      }
    }
    return new View(sightings);
  }
}
