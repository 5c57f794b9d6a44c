package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All that there is: nodes, ways, the names that the DNS gives, and those who observe. */
final class Stage {

  static final String SINGLETON = "singleton";
  private static final long LOOKED_AT = 5_000;

  final Chronicle chronicle;
  final Blocks blocks;
  final GlobalModel global;
  final Set<NodeName> dns = new TreeSet<>();
  final List<Observer> observers = new ArrayList<>();
  final MeshSettings settings;
  final Guard guard;
  final Sabotage sabotage;
  final Judge judge;
  private Set<NodeName> database = Set.of();
  long singletonChangedAt;

  Stage(
      Chronicle chronicle,
      MeshSettings settings,
      Guard guard,
      boolean connectAll,
      boolean prevents,
      Sabotage sabotage) {
    this.chronicle = chronicle;
    this.settings = settings;
    this.guard = guard;
    this.sabotage = sabotage;
    this.blocks = new Blocks(chronicle);
    this.judge = new Judge(this);
    this.global = new GlobalModel(chronicle, blocks, connectAll, prevents, judge::torn);
  }

  static NodeName node(int number) {
    return new NodeName("app@10.0.0." + number);
  }

  /** The nodes of the begin, one mesh or none of them linked. */
  void populate(int count, boolean linked) {
    for (int i = 1; i <= count; i++) {
      ModelNode node = global.start(node(i));
      dns.add(node.name);
    }
    database = Collections.unmodifiableSet(new LinkedHashSet<>(dns));
    if (linked) {
      global.linkAll(global.living());
      chronicle.tell("all are linked");
    }
    if (guard == Guard.NAMES) {
      registerSingletons();
    }
  }

  Observer observe(int number) {
    Observer observer = new Observer(new NodeName("nessie@10.0.9." + number), settings, this);
    observers.add(observer);
    return observer;
  }

  void end(Observer observer) {
    observers.remove(observer);
    observer.close();
  }

  /** It dies, and whoever is linked with it finds that out. */
  void die(ModelNode node, long heardAfter) {
    global.die(node, heardAfter);
    for (Observer observer : List.copyOf(observers)) {
      chronicle.after(
          chronicle.between(heardAfter * 3 / 5, heardAfter), () -> observer.untie(node));
    }
  }

  void freeze(ModelNode node, long millis) {
    global.freeze(node, millis);
    for (Observer observer : List.copyOf(observers)) {
      chronicle.after(
          chronicle.between(45_000, 75_000),
          () -> {
            if (node.isFrozen(chronicle.now())) {
              observer.untie(node);
            }
          });
    }
  }

  /** Nothing passes between an observer and a node. */
  void cut(Observer observer, ModelNode node) {
    blocks.cut(observer.self, node.name);
    chronicle.after(
        chronicle.between(45_000, 75_000),
        () -> {
          if (blocks.isCut(observer.self, node.name)) {
            observer.untie(node);
          }
        });
  }

  /** Who finds the name free registers it; of two that meet, the greater gives it up. */
  private void registerSingletons() {
    for (ModelNode node : global.living()) {
      boolean taken =
          global.island(node).stream()
              .anyMatch(other -> other.hasSingleton && other.name.compareTo(node.name) < 0);
      boolean free = global.island(node).stream().noneMatch(other -> other.hasSingleton);
      if (free || (taken && node.hasSingleton)) {
        node.hasSingleton = free;
        singletonChangedAt = chronicle.now();
      }
    }
    chronicle.after(LOOKED_AT, this::registerSingletons);
  }

  /** The names of global that a node knows. */
  Set<String> registered(ModelNode node) {
    boolean known =
        node.hasSingleton
            || node.links.values().stream().anyMatch(link -> link.peerOf(node).hasSingleton);
    return known ? Set.of(SINGLETON) : Set.of();
  }

  /** Who was there at the begin, or has its name, shares a database with all of them. */
  MnesiaNodes database(ModelNode node) {
    Set<NodeName> all = database.contains(node.name) ? database : Set.of(node.name);
    Set<NodeName> running = new TreeSet<>(Set.of(node.name));
    node.links.keySet().stream().filter(all::contains).forEach(running::add);
    return new MnesiaNodes(all, running);
  }

  boolean shareDatabase(ModelNode one, ModelNode other) {
    return database.contains(one.name) && database.contains(other.name);
  }
}
