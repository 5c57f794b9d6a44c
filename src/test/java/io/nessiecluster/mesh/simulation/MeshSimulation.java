package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Joins;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.Keeping;
import java.time.Duration;
import java.util.List;

/**
 * Some nodes, and one or two who observe them, under one seed: a time of trouble, and then a quiet
 * one, in which the mesh must become whole in a bounded time. What must hold all the time is for
 * the {@link Judge}.
 */
final class MeshSimulation {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;

  /** Links that were cut are lost by their tick time, and their losses told. */
  private static final long SETTLES = 90 * SECOND;

  /** One heal a minute, a sweep later; of islands, of which there are as many as nodes at most. */
  private static final long OF_A_HEAL = 66 * SECOND;

  /** A newcomer is discovered, linked with us, its ways are tried, and {@code global} has time. */
  private static final long OF_A_NEWCOMER = 15 * SECOND;

  private final Chronicle chronicle;
  private final Stage stage;

  /**
   * At the begin.
   *
   * @param stableFor what is set for heals; what is due is the default
   * @param told whether to write down what happens
   */
  MeshSimulation(long seed, Sabotage sabotage, Duration stableFor, boolean told) {
    MeshSettings usual = MeshSettings.DEFAULT;
    this.chronicle = new Chronicle(seed, told);
    Mode mode = chronicle.chance(60) ? Mode.HEAL : Mode.FORM;
    int most = List.of(2, 5, 60, 60).get(chronicle.upTo(4));
    MeshSettings ours =
        new MeshSettings(
            mode, usual.interval(), stableFor, usual.skewFor(), 0, new Joins(most, false, false));
    Guard guard = chronicle.chance(75) ? Guard.NOTHING : Guard.values()[1 + chronicle.upTo(3)];
    boolean connectAll = chronicle.chance(85);
    boolean prevents = chronicle.chance(85);
    this.stage = new Stage(chronicle, ours, guard, connectAll, prevents, sabotage);
    chronicle.tell(
        "%s, %d joins a minute, guard: %s, connect_all: %s, prevent_overlapping_partitions: %s",
        mode, most, guard, connectAll, prevents);
    stage.populate(2 + chronicle.upTo(6), chronicle.chance(60));
    var _ = stage.observe(1);
    if (chronicle.chance(30)) {
      Observer other = stage.observe(2);
      if (chronicle.chance(40)) { // they never know each other
        stage.blocks.cut(stage.observers.getFirst().self, other.self);
      }
    }
  }

  /** How many connects were asked for. */
  int deeds() {
    return stage.judge.deeds();
  }

  /** How many healthy links were torn by what nobody could know. */
  int torn() {
    return stage.judge.torn();
  }

  String story() {
    return chronicle.story();
  }

  /**
   * Runs to the end.
   *
   * @throws Violation when something does not hold
   */
  void run() {
    try {
      Turmoil turmoil = new Turmoil(stage);
      turmoil.begin();
      chronicle.runFor(chronicle.between(60, 400) * SECOND);
      turmoil.end();
      chronicle.tell("quiet");
      becomeWhole(turmoil);
    } finally {
      List.copyOf(stage.observers).forEach(stage::end);
    }
  }

  private void becomeWhole(Turmoil turmoil) {
    chronicle.runFor(25 * SECOND); // whoever is to start again has
    turmoil.settleNames();
    chronicle.runFor(SETTLES);
    resume();
    if (stage.guard != Guard.NOTHING) {
      chronicle.runFor(SETTLES);
      return;
    }
    int nodes = stage.global.living().size();
    await(nodes * OF_A_HEAL, "the network is whole, and the mesh is not");
    ModelNode newcomer = stage.global.start(Stage.node(200));
    stage.dns.add(newcomer.name);
    boolean waits = stage.settings.joins().mostPerMinute() < 60;
    await(OF_A_NEWCOMER + (waits ? MINUTE : 0), "a newcomer is left out");
  }

  /** Somebody looks after it, as the condition says. */
  private void resume() {
    for (Observer observer : stage.observers) {
      if (observer.keeping().state() == Keeping.State.SUSPENDED) {
        chronicle.tell("somebody resumes %s", observer);
        var _ = observer.keeper().resume();
      }
    }
  }

  private void await(long bound, String otherwise) {
    long end = chronicle.now() + bound;
    while (!isWhole()) {
      if (chronicle.now() >= end) {
        chronicle.violated("%s after %d s: %s", otherwise, bound / 1_000, islands());
      }
      chronicle.runFor(SECOND);
    }
    chronicle.tell("the mesh is as whole as it is to be");
  }

  /** Of what was linked before, {@code form} joins nothing. */
  private boolean isWhole() {
    List<ModelNode> living = stage.global.living();
    if (stage.settings.mode() == Mode.FORM) {
      return living.stream().allMatch(node -> node.everLinked);
    }
    return living.stream()
        .allMatch(one -> living.stream().allMatch(o -> o == one || stage.global.areLinked(one, o)));
  }

  private List<String> islands() {
    return stage.global.living().stream()
        .map(node -> node + " sees " + node.links.keySet().stream().map(NodeName::text).toList())
        .toList();
  }
}
