package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What goes wrong, and for how long: all of it by chance, and over when it is told to be. */
final class Turmoil {

  private static final int MOST_NODES = 9; // so that a plan looks at all pairs
  private static final int LEAST_NODES = 2;
  private static final long SOFT = 20;
  private static final long RESET = 15_000;
  private static final long VANISHED = 75_000;

  private final Stage stage;
  private final Chronicle chronicle;
  private final Map<Runnable, Runnable> open = new LinkedHashMap<>(); // what mends it
  private int names = 50;
  private int rolling;
  private boolean over;

  Turmoil(Stage stage) {
    this.stage = stage;
    this.chronicle = stage.chronicle;
  }

  /** Something happens, now and again. */
  void begin() {
    chronicle.after(chronicle.between(500, 40_000), this::happen);
  }

  private void happen() {
    if (over) {
      return;
    }
    switch (chronicle.upTo(15)) {
      case 0, 1 -> forbidOneWay();
      case 2 -> cutOnePair();
      case 3, 4 -> cutHalves();
      case 5 -> cutObserver();
      case 6 -> restart(anyNode(), SOFT);
      case 7 -> restart(anyNode(), chronicle.chance(50) ? RESET : VANISHED);
      case 8 -> replace();
      case 9 -> startAnother();
      case 10 -> rollOver();
      case 11 -> stage.freeze(anyNode(), chronicle.between(1_000, 100_000));
      case 12 -> slow();
      case 13 -> restartObserver();
      default -> dialOrHide();
    }
    begin();
  }

  /** All is mended, and nothing more happens. */
  void end() {
    over = true;
    List.copyOf(open.values()).forEach(Runnable::run);
    for (ModelNode node : stage.global.living()) {
      node.frozenUntil = Math.min(node.frozenUntil, chronicle.now());
      node.slowUntil = Math.min(node.slowUntil, chronicle.now());
    }
  }

  private ModelNode anyNode() {
    List<ModelNode> living = stage.global.living();
    return living.get(chronicle.upTo(living.size()));
  }

  private Observer anyObserver() {
    return stage.observers.get(chronicle.upTo(stage.observers.size()));
  }

  /** For a while, or until the end. */
  private void untilMended(Runnable mend) {
    Runnable[] once = new Runnable[1];
    once[0] =
        () -> {
          if (open.remove(once[0]) != null) {
            mend.run();
          }
        };
    open.put(once[0], once[0]);
    chronicle.after(chronicle.between(3_000, 240_000), once[0]);
  }

  private void forbidOneWay() {
    NodeName from = anyNode().name;
    NodeName to = anyNode().name;
    if (!from.equals(to)) {
      chronicle.tell("no new connection passes from %s to %s", from, to);
      stage.blocks.forbid(from, to);
      untilMended(
          () -> {
            chronicle.tell("connections pass from %s to %s again", from, to);
            stage.blocks.permit(from, to);
          });
    }
  }

  private void cutOnePair() {
    ModelNode one = anyNode();
    ModelNode other = anyNode();
    if (one != other) {
      cut(List.of(one), List.of(other));
    }
  }

  private void cutHalves() {
    List<ModelNode> ones = new ArrayList<>();
    List<ModelNode> others = new ArrayList<>();
    int share = chronicle.upTo(80) + 10;
    stage.global.living().forEach(node -> (chronicle.chance(share) ? ones : others).add(node));
    cut(ones, others);
  }

  private void cut(List<ModelNode> ones, List<ModelNode> others) {
    chronicle.tell("a cut between %s and %s", ones, others);
    for (ModelNode one : ones) {
      for (ModelNode other : others) {
        stage.blocks.cut(one.name, other.name);
        stage.global.watchCut(one, other);
      }
    }
    untilMended(
        () -> {
          chronicle.tell("the cut is mended between %s and %s", ones, others);
          for (ModelNode one : ones) {
            others.forEach(other -> stage.blocks.mend(one.name, other.name));
          }
        });
  }

  private void cutObserver() {
    Observer observer = anyObserver();
    List<ModelNode> nodes = new ArrayList<>();
    stage.global.living().stream().filter(_ -> chronicle.chance(40)).forEach(nodes::add);
    chronicle.tell("a cut between %s and %s", observer, nodes);
    nodes.forEach(node -> stage.cut(observer, node));
    untilMended(
        () -> {
          chronicle.tell("the cut is mended between %s and %s", observer, nodes);
          nodes.forEach(node -> stage.blocks.mend(observer.self, node.name));
        });
  }

  private void restart(ModelNode node, long heardAfter) {
    if (node.alive && stage.global.living().size() > LEAST_NODES) {
      stage.die(node, heardAfter);
      chronicle.after(chronicle.between(50, 20_000), () -> startAgain(node.name));
    }
  }

  private void startAgain(NodeName name) {
    if (stage.global.living(name) == null) {
      var _ = stage.global.start(name);
    }
  }

  /** By one of another name, as a Deployment does. */
  private void replace() {
    startAnother();
    ModelNode node = anyNode();
    if (stage.global.living().size() > LEAST_NODES) {
      stage.die(node, chronicle.chance(80) ? SOFT : VANISHED);
      chronicle.after(chronicle.between(0, 30_000), () -> forget(node.name));
    }
  }

  private void forget(NodeName name) {
    if (stage.global.living(name) == null) {
      stage.dns.remove(name);
    }
  }

  private void startAnother() {
    if (stage.global.living().size() < MOST_NODES) {
      NodeName name = Stage.node(names++);
      var _ = stage.global.start(name);
      chronicle.after(chronicle.between(0, 3_000), () -> stage.dns.add(name));
    }
  }

  private void rollOver() {
    if (rolling > 0) {
      return;
    }
    long at = 0;
    for (ModelNode node : stage.global.living()) {
      at += chronicle.between(1_000, 12_000);
      rolling++;
      chronicle.after(
          at,
          () -> {
            rolling--;
            if (!over) {
              restart(node, SOFT);
            }
          });
    }
  }

  private void slow() {
    ModelNode node = anyNode();
    node.slowUntil = chronicle.now() + chronicle.between(2_000, 60_000);
    chronicle.tell("%s is slow for a while", node);
  }

  private void restartObserver() {
    Observer observer = anyObserver();
    if (stage.observers.size() > 1 || chronicle.chance(50)) {
      int number = Integer.parseInt(observer.self.text().replace("nessie@10.0.9.", ""));
      stage.end(observer);
      var _ = stage.observe(number);
    }
  }

  /** The application sends a message to another node; or a node is not ready for a while. */
  private void dialOrHide() {
    ModelNode node = anyNode();
    if (chronicle.chance(50)) {
      ModelNode other = anyNode();
      if (node != other) {
        chronicle.tell("%s dials %s by itself", node, other);
        stage.global.dial(node, other.name, null, _ -> {});
      }
    } else if (stage.dns.remove(node.name)) {
      chronicle.tell("%s is not ready", node);
      untilMended(
          () -> {
            if (stage.global.living(node.name) != null) {
              chronicle.tell("%s is ready again", node);
              stage.dns.add(node.name);
            }
          });
    }
  }

  /** Whom the DNS names at the end. */
  void settleNames() {
    Set<NodeName> living = new java.util.TreeSet<>();
    stage.global.living().forEach(node -> living.add(node.name));
    stage.dns.clear();
    stage.dns.addAll(living);
  }
}
