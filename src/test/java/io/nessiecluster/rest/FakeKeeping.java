package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A keeper as the test has it, in the place of the one that joins members. */
@Alternative
@Singleton
public class FakeKeeping implements MeshKeeping {

  private final List<Pair> asked = new CopyOnWriteArrayList<>();
  private volatile Keeping keeping = Keepings.before();
  private volatile Optional<Keeping.Act> act = Optional.empty();
  private volatile @Nullable JoinRefusedException refused;

  void show(Keeping now) {
    keeping = now;
    asked.clear();
    act = Optional.empty();
    refused = null;
  }

  void answersJoin(Keeping.Act with) {
    act = Optional.of(with);
  }

  void refusesJoin(JoinRefusedException with) {
    refused = with;
  }

  /** The pairs that were to be joined. */
  List<Pair> asked() {
    return List.copyOf(asked);
  }

  @Override
  public Keeping keeping() {
    return keeping;
  }

  @Override
  public Keeping pause() {
    keeping = Keepings.of(Keeping.State.PAUSED);
    return keeping;
  }

  @Override
  public Keeping resume() {
    keeping = Keepings.of(Keeping.State.HEALING);
    return keeping;
  }

  @Override
  public Keeping.Act join(NodeName from, NodeName to) throws JoinRefusedException {
    asked.add(Pair.of(from, to));
    JoinRefusedException refusal = refused;
    if (refusal != null) {
      throw refusal;
    }
    return act.orElseThrow();
  }
}
