package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model of the links of kernels: who dials whom with what outcome, when a link is lost, and when
 * each of its sides finds out. What comes of that is told to whoever extends it.
 */
abstract class KernelModel {

  private static final long DIAL_TIMEOUT = 7_000;
  private static final long TICK = 5_000;
  private static final long TICK_TIME = 60_000;

  final Chronicle chronicle;
  private final Blocks blocks;
  private final Map<NodeName, ModelNode> living = new TreeMap<>();
  private long creations;
  private long links;

  KernelModel(Chronicle chronicle, Blocks blocks) {
    this.chronicle = chronicle;
    this.blocks = blocks;
  }

  /** Two are linked from now on. */
  abstract void connected(ModelLink link, @Nullable Deed deed);

  /**
   * A node has lost another, or dialled it in vain.
   *
   * @param deed from which it follows; null for what happens by itself
   * @param stale whether the lost one had been another incarnation
   * @param incarnation the lost one; null when there is none of that name
   */
  abstract void lost(
      ModelNode node,
      NodeName lost,
      @Nullable Deed deed,
      boolean stale,
      @Nullable ModelNode incarnation);

  /** The living, by name. */
  List<ModelNode> living() {
    return List.copyOf(living.values());
  }

  @Nullable ModelNode living(NodeName name) {
    return living.get(name);
  }

  ModelNode start(NodeName name) {
    ModelNode node = new ModelNode(name, ++creations, chronicle.now());
    living.put(name, node);
    chronicle.tell("%s starts", node);
    return node;
  }

  /**
   * It ends.
   *
   * @param heardAfter of when its peers find out, the latest; the earliest is a bit more than half
   */
  void die(ModelNode node, long heardAfter) {
    chronicle.tell("%s dies, heard of after %.1f s", node, heardAfter / 1e3);
    node.alive = false;
    living.remove(node.name);
    for (ModelLink link : List.copyOf(node.links.values())) {
      ModelNode peer = link.peerOf(node);
      chronicle.after(
          chronicle.between(heardAfter * 3 / 5, heardAfter), () -> lose(peer, link, null));
    }
    node.links.clear();
  }

  boolean areLinked(ModelNode one, ModelNode other) {
    return lists(one, other) && lists(other, one);
  }

  /** Those whom links hold together with a node, though only one side may list them still. */
  Set<ModelNode> island(ModelNode node) {
    List<ModelNode> island = new ArrayList<>(List.of(node));
    for (int i = 0; i < island.size(); i++) {
      ModelNode member = island.get(i);
      for (ModelNode other : living.values()) {
        if (!island.contains(other) && (lists(member, other) || lists(other, member))) {
          island.add(other);
        }
      }
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(island));
  }

  /** Those of whom it would be told: as each lists the next, if that is heard. */
  Set<ModelNode> told(ModelNode node, Predicate<ModelNode> heard) {
    List<ModelNode> told = new ArrayList<>(List.of(node));
    for (int i = 0; i < told.size(); i++) {
      ModelNode member = told.get(i);
      for (ModelLink link : member.links.values()) {
        ModelNode peer = link.peerOf(member);
        if (peer.alive && heard.test(member) && !told.contains(peer)) {
          told.add(peer);
        }
      }
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(told));
  }

  private static boolean lists(ModelNode node, ModelNode other) {
    ModelLink link = node.links.get(other.name);
    return link != null && link.peerOf(node) == other;
  }

  /** What is cut is lost after the tick time, by each side for itself, if it is still cut. */
  void watchCut(ModelNode one, ModelNode other) {
    ModelLink link = one.links.get(other.name);
    if (link == null) {
      return;
    }
    for (ModelNode node : List.of(one, other)) {
      chronicle.after(
          chronicle.between(45_000, 75_000),
          () -> {
            if (blocks.isCut(one.name, other.name)) {
              lose(node, link, null);
            }
          });
    }
  }

  /** Nobody hears of it any more until it thaws; after the tick time it is lost. */
  void freeze(ModelNode node, long millis) {
    chronicle.tell("%s freezes for %.1f s", node, millis / 1e3);
    node.frozenUntil = Math.max(node.frozenUntil, chronicle.now() + millis);
    for (ModelLink link : node.links.values()) {
      chronicle.after(
          chronicle.between(45_000, 75_000),
          () -> {
            if (node.isFrozen(chronicle.now())) {
              ModelNode peer = link.peerOf(node);
              lose(peer, link, null);
            }
          });
    }
  }

  /**
   * One dials another.
   *
   * @param outcome hears later whether they are connected then
   */
  void dial(ModelNode from, NodeName to, @Nullable Deed deed, Consumer<Boolean> outcome) {
    ModelLink link = from.links.get(to);
    if (!from.alive || link != null) {
      chronicle.after(0, () -> outcome.accept(link != null));
      return;
    }
    from.dialling.add(to);
    chronicle.after(
        chronicle.between(2, 40),
        () -> {
          ModelNode target = living.get(to);
          if (from.links.containsKey(to)) {
            end(from, to, outcome);
          } else if (blocks.isBlocked(from.name, to) || (target != null && isHeld(from, target))) {
            chronicle.after(DIAL_TIMEOUT, () -> end(from, to, outcome));
          } else if (target == null || !from.alive) {
            end(from, to, outcome);
          } else if (target.isFrozen(chronicle.now())) {
            untilThawed(from, target, deed, DIAL_TIMEOUT, outcome);
          } else {
            up(from, target, deed);
            end(from, to, outcome);
          }
        });
  }

  /** Both dial: the one of the greater name goes on, though its way may be blocked. */
  private boolean isHeld(ModelNode from, ModelNode target) {
    return target.dialling.contains(from.name)
        && blocks.isBlocked(target.name, from.name)
        && target.name.compareTo(from.name) > 0;
  }

  private void untilThawed(
      ModelNode from, ModelNode target, @Nullable Deed deed, long left, Consumer<Boolean> outcome) {
    if (left <= 0 || !from.alive || from.links.containsKey(target.name)) {
      end(from, target.name, outcome);
    } else if (target.alive && !target.isFrozen(chronicle.now())) {
      up(from, target, deed);
      end(from, target.name, outcome);
    } else {
      chronicle.after(500, () -> untilThawed(from, target, deed, left - 500, outcome));
    }
  }

  private static void end(ModelNode from, NodeName to, Consumer<Boolean> outcome) {
    from.dialling.remove(to);
    outcome.accept(from.links.containsKey(to));
  }

  private void up(ModelNode from, ModelNode to, @Nullable Deed deed) {
    for (ModelNode node : List.of(from, to)) {
      ModelLink old = node.links.get(node == from ? to.name : from.name);
      if (old != null) { // of an incarnation that died unheard
        lose(node, old, deed);
      }
    }
    chronicle.tell("%s and %s are linked%s", from, to, deed == null ? "" : ", by " + deed);
    connected(put(from, to), deed);
  }

  ModelLink put(ModelNode one, ModelNode other) {
    ModelLink link = new ModelLink(one, other, ++links, chronicle.now());
    one.links.put(other.name, link);
    other.links.put(one.name, link);
    one.everLinked = true;
    other.everLinked = true;
    return link;
  }

  /** A message over a link; it waits while that is cut or the peer is frozen. */
  void send(ModelNode from, NodeName to, Consumer<ModelNode> message) {
    ModelLink link = from.links.get(to);
    if (link != null) {
      send(from, link.peerOf(from), link, message);
    }
  }

  private void send(ModelNode from, ModelNode to, ModelLink link, Consumer<ModelNode> message) {
    chronicle.after(
        chronicle.between(1, 20),
        () -> {
          if (!to.alive || to.links.get(from.name) != link) {
            return; // lost with the link
          }
          if (blocks.isCut(from.name, to.name) || to.isFrozen(chronicle.now())) {
            chronicle.after(500, () -> send(from, to, link, message));
          } else {
            message.accept(to);
          }
        });
  }

  /** A node finds that a link is lost. */
  void lose(ModelNode node, ModelLink link, @Nullable Deed deed) {
    ModelNode peer = link.peerOf(node);
    if (!node.alive || node.links.get(peer.name) != link) {
      return;
    }
    node.links.remove(peer.name);
    chronicle.tell("%s has lost its link to %s", node, peer);
    chronicle.after(chronicle.between(1, 20), () -> hear(peer, node, link, TICK_TIME, deed));
    lost(node, peer.name, deed, !peer.alive && living.containsKey(peer.name), peer);
  }

  /** The other side hears of that when it can, or finds out by itself. */
  private void hear(ModelNode node, ModelNode by, ModelLink link, long left, @Nullable Deed deed) {
    if (node.alive && node.links.get(by.name) == link) {
      if (node.isFrozen(chronicle.now()) || (blocks.isCut(by.name, node.name) && left > 0)) {
        chronicle.after(TICK, () -> hear(node, by, link, left - TICK, deed));
      } else {
        lose(node, link, deed);
      }
    }
  }
}
