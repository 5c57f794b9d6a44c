package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of the links of kernels, and of {@code global} of OTP 25, from its source: two that are
 * connected tell each other, and all whom they know, of all whom the other knows; each dials each
 * ({@code resolved}, {@code new_nodes}, {@code sync_other}). Who loses a link, or dials in vain,
 * tells all ({@code lost_connection}), who pass it on, and ask the lost one to go ({@code
 * remove_connection}): so partitions never overlap, and healthy links are torn.
 *
 * <p>Simpler than the real one: a lock is a time in which no other two exchange what they know, and
 * is not had while one of those concerned is frozen.
 */
final class GlobalModel {

  /** Hears of links that are torn though nothing is wrong with them. */
  @FunctionalInterface
  interface Tears {
    void torn(ModelLink link, Loss loss);
  }

  /**
   * One has lost another.
   *
   * @param deed from which it follows; null for what happens by itself
   * @param stale whether the lost one had been another incarnation
   */
  record Loss(
      ModelNode reporter,
      long number,
      ModelNode lost,
      long at,
      @Nullable Deed deed,
      boolean stale) {}

  private static final long DIAL_TIMEOUT = 7_000;
  private static final long TICK = 5_000;
  private static final long TICK_TIME = 60_000;

  final boolean connectAll;
  final boolean prevents;
  private final Chronicle chronicle;
  private final Blocks blocks;
  private final Tears tears;
  private final Map<NodeName, ModelNode> living = new TreeMap<>();
  private long creations;
  private long links;

  GlobalModel(
      Chronicle chronicle, Blocks blocks, boolean connectAll, boolean prevents, Tears tears) {
    this.chronicle = chronicle;
    this.blocks = blocks;
    this.connectAll = connectAll;
    this.prevents = prevents;
    this.tears = tears;
  }

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

  /** As at the begin: everybody linked with everybody, and known. */
  void linkAll(List<ModelNode> nodes) {
    for (ModelNode one : nodes) {
      for (ModelNode other : nodes) {
        if (one.name.compareTo(other.name) < 0) {
          put(one, other);
        }
        if (one != other) {
          one.known.add(other.name);
        }
      }
    }
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
    ModelLink link = put(from, to);
    from.removing.remove(to.name);
    to.removing.remove(from.name);
    if (connectAll && (!from.known.contains(to.name) || !to.known.contains(from.name))) {
      chronicle.after(chronicle.between(20, 1_200), () -> sync(link, deed));
    }
  }

  private ModelLink put(ModelNode one, ModelNode other) {
    ModelLink link = new ModelLink(one, other, ++links, chronicle.now());
    one.links.put(other.name, link);
    other.links.put(one.name, link);
    one.everLinked = true;
    other.everLinked = true;
    return link;
  }

  /** Two that are connected exchange whom they know, when both sides are locked. */
  private void sync(ModelLink link, @Nullable Deed deed) {
    ModelNode one = link.one();
    ModelNode other = link.other();
    if (one.links.get(other.name) != link || other.links.get(one.name) != link) {
      return; // lost meanwhile
    }
    List<ModelNode> concerned =
        Stream.concat(
                Stream.of(one, other),
                Stream.concat(one.known.stream(), other.known.stream()).map(living::get))
            .filter(node -> node != null)
            .distinct()
            .toList();
    long now = chronicle.now();
    if (concerned.stream().anyMatch(node -> node.isFrozen(now) || now < node.lockedUntil)) {
      chronicle.after(chronicle.between(100, 1_000), () -> sync(link, deed));
      return;
    }
    concerned.forEach(node -> node.lockedUntil = now + 60);
    exchange(one, other, List.copyOf(one.known), List.copyOf(other.known), deed);
  }

  private void exchange(
      ModelNode one,
      ModelNode other,
      List<NodeName> ofOne,
      List<NodeName> ofOther,
      @Nullable Deed deed) {
    tellNew(one, one, with(other.name, ofOther), deed);
    tellNew(other, other, with(one.name, ofOne), deed);
    for (NodeName each : ofOne) {
      send(one, each, node -> tellNew(node, one, with(other.name, ofOther), deed));
    }
    for (NodeName each : ofOther) {
      send(other, each, node -> tellNew(node, other, with(one.name, ofOne), deed));
    }
  }

  private static Set<NodeName> with(NodeName name, List<NodeName> names) {
    Set<NodeName> all = new TreeSet<>(names);
    all.add(name);
    return all;
  }

  private void tellNew(ModelNode node, ModelNode by, Set<NodeName> names, @Nullable Deed deed) {
    for (NodeName name : names) {
      if (!name.equals(node.name) && node.known.add(name) && !node.links.containsKey(name)) {
        dial(
            node,
            name,
            deed,
            linked -> {
              if (!linked && node.alive) {
                chronicle.tell("%s, told by %s, dials %s in vain", node, by, name);
                down(node, name, deed, false, living.get(name));
              }
            });
      }
    }
  }

  /** A message over a link; it waits while that is cut or the peer is frozen. */
  private void send(ModelNode from, NodeName to, Consumer<ModelNode> message) {
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
  private void lose(ModelNode node, ModelLink link, @Nullable Deed deed) {
    ModelNode peer = link.peerOf(node);
    if (!node.alive || node.links.get(peer.name) != link) {
      return;
    }
    node.links.remove(peer.name);
    chronicle.tell("%s has lost its link to %s", node, peer);
    chronicle.after(chronicle.between(1, 20), () -> hear(peer, node, link, TICK_TIME, deed));
    down(node, peer.name, deed, !peer.alive && living.containsKey(peer.name), peer);
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

  private void down(
      ModelNode node,
      NodeName lost,
      @Nullable Deed deed,
      boolean stale,
      @Nullable ModelNode incarnation) {
    node.known.remove(lost);
    if (node.removing.remove(lost) || !connectAll || !prevents || incarnation == null) {
      return;
    }
    Loss loss = new Loss(node, ++node.lossesTold, incarnation, chronicle.now(), deed, stale);
    for (NodeName each : List.copyOf(node.known)) {
      send(node, each, peer -> lostConnection(peer, loss));
    }
  }

  private void lostConnection(ModelNode node, Loss loss) {
    String key = loss.reporter() + ">" + loss.lost().name.text();
    Long before = node.heard.get(key);
    if (before != null && loss.number() <= before) {
      return;
    }
    node.heard.put(key, loss.number());
    for (NodeName each : List.copyOf(node.known)) {
      if (!each.equals(loss.reporter().name)) {
        send(node, each, peer -> lostConnection(peer, loss));
      }
    }
    NodeName removed = node.name.equals(loss.lost().name) ? loss.reporter().name : loss.lost().name;
    if (node.known.remove(removed)) {
      ModelLink link = node.links.get(removed);
      if (link != null) {
        chronicle.tell(
            "%s asks %s to go, as %s has lost %s",
            node, link.peerOf(node), loss.reporter(), loss.lost());
        node.removing.add(removed);
        send(node, removed, peer -> removeConnection(peer, node, link, loss));
      }
    }
  }

  private void removeConnection(ModelNode node, ModelNode by, ModelLink link, Loss loss) {
    if (node.known.remove(by.name) && node.links.get(by.name) == link) {
      tears.torn(link, loss);
      node.links.remove(by.name);
      node.removing.remove(by.name);
      chronicle.tell("%s drops its link to %s", node, by);
      chronicle.after(chronicle.between(1, 10), () -> lose(by, link, loss.deed()));
    }
  }
}
