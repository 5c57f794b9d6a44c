package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an observer may ask of the nodes that it is linked with. */
final class ModelCalls implements MeshCalls {

  private static final Vitals.Usage LITTLE = new Vitals.Usage(1, 1_000);
  private static final int SLOW_ANSWER = 600;

  private final Observer observer;
  private final Stage stage;
  private final Chronicle chronicle;
  private final Strands strands;

  ModelCalls(Observer observer, Stage stage, Strands strands) {
    this.observer = observer;
    this.stage = stage;
    this.chronicle = stage.chronicle;
    this.strands = strands;
  }

  /** The node that answers; what is slow takes its time, in the midst of a sweep. */
  private ModelNode answering(NodeName member) throws MeshCallException {
    ModelNode node = linked(member);
    if (node.isFrozen(chronicle.now()) || stage.blocks.isCut(observer.self, member)) {
      throw new MeshCallException(Reason.TIMEOUT, "no answer in time");
    }
    if (node.isSlow(chronicle.now())) {
      chronicle.runFor(SLOW_ANSWER);
    } else if (chronicle.chance(2)) {
      chronicle.runFor(chronicle.between(1, 30));
    }
    return node;
  }

  private ModelNode linked(NodeName member) throws MeshCallException {
    Observer.Tie tie = observer.tieTo(member);
    if (tie == null) {
      throw new MeshCallException(Reason.NOT_LINKED, "there is no link to it");
    }
    if (!tie.node().alive) {
      throw new MeshCallException(Reason.TIMEOUT, "no answer in time");
    }
    return tie.node();
  }

  @Override
  public View view(NodeName member, Duration timeout) throws MeshCallException {
    ModelNode node = answering(member);
    List<Sighting> sightings = new ArrayList<>();
    node.links.forEach((name, link) -> sightings.add(new Sighting(name, false, link.id())));
    for (Observer replica : stage.observers) {
      if (replica.tie(node) != null) {
        sightings.add(new Sighting(replica.self, true, 1));
      }
    }
    observer.sightings.viewed(node);
    return new View(sightings);
  }

  @Override
  public MemberFacts facts(NodeName member, Duration timeout) throws MeshCallException {
    ModelNode node = answering(member);
    return new MemberFacts(
        "25",
        Duration.ofMillis(chronicle.now() - node.startedAt),
        Optional.of("app"),
        Optional.of("1.0.0"),
        60,
        stage.global.prevents,
        stage.global.connectAll);
  }

  @Override
  public Vitals vitals(NodeName member, Duration timeout) throws MeshCallException {
    ModelNode node = answering(member);
    return new Vitals(
        LITTLE,
        LITTLE,
        LITTLE,
        stage.guard == Guard.MNESIA ? Optional.of(stage.database(node)) : Optional.empty(),
        List.of(),
        stage.registered(node).size(),
        stage.guard == Guard.PRODUCT ? Set.of(Vitals.Product.RABBITMQ) : Set.of());
  }

  @Override
  public Set<String> globalNames(NodeName member, Duration timeout) throws MeshCallException {
    return new TreeSet<>(stage.registered(answering(member)));
  }

  @Override
  public Reach reach(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    strands.sleep(chronicle.between(1, 20));
    ModelNode node = linked(from);
    if (node.isFrozen(chronicle.now()) || stage.blocks.isCut(observer.self, from)) {
      strands.sleep(3 * timeout.toMillis());
      throw new MeshCallException(Reason.TIMEOUT, "no answer in time");
    }
    if (stage.blocks.isBlocked(from, to)) {
      strands.sleep(timeout.toMillis());
      return new Reach(LinkCause.EPMD_TIMEOUT, "no answer of " + to);
    }
    return stage.global.living(to) == null
        ? new Reach(LinkCause.NAME_NOT_REGISTERED, "no " + to)
        : new Reach(LinkCause.REACHABLE, to + " is reachable");
  }

  @Override
  public boolean connect(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    Deed deed = stage.judge.asked(observer, from, to, strands.begunAt());
    strands.sleep(chronicle.between(1, 20));
    ModelNode node = linked(from);
    long end = chronicle.now() + timeout.toMillis();
    while (node.isFrozen(chronicle.now()) || stage.blocks.isCut(observer.self, from)) {
      if (chronicle.now() >= end) {
        throw new MeshCallException(Reason.TIMEOUT, "no answer in time");
      }
      strands.sleep(500);
    }
    boolean[] connected = {false};
    Strands.Waiting waiting = strands.waiting();
    stage.global.dial(
        node,
        to,
        deed,
        outcome -> {
          connected[0] = outcome;
          waiting.end();
        });
    waiting.await();
    return connected[0];
  }

  @Override
  public Map<String, Long> counts() {
    return Map.of();
  }
}
