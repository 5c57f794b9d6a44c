package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model of {@code global} of OTP 25, from its source: two that are connected tell each other, and
 * all whom they know, of all whom the other knows; each dials each ({@code resolved}, {@code
 * new_nodes}, {@code sync_other}). Who loses a link, or dials in vain, tells all ({@code
 * lost_connection}), who pass it on, and ask the lost one to go ({@code remove_connection}): so
 * partitions never overlap, and healthy links are torn.
 *
 * <p>Simpler than the real one: a lock is a time in which no other two exchange what they know, and
 * is not had while one of those concerned is frozen.
 */
final class GlobalModel extends KernelModel {

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

  final boolean connectAll;
  final boolean prevents;
  private final Tears tears;

  GlobalModel(
      Chronicle chronicle, Blocks blocks, boolean connectAll, boolean prevents, Tears tears) {
    super(chronicle, blocks);
    this.connectAll = connectAll;
    this.prevents = prevents;
    this.tears = tears;
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

  @Override
  void connected(ModelLink link, @Nullable Deed deed) {
    ModelNode one = link.one();
    ModelNode other = link.other();
    one.removing.remove(other.name);
    other.removing.remove(one.name);
    if (connectAll && (!one.known.contains(other.name) || !other.known.contains(one.name))) {
      chronicle.after(chronicle.between(20, 1_200), () -> sync(link, deed));
    }
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
                Stream.concat(one.known.stream(), other.known.stream()).map(this::living))
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
                lost(node, name, deed, false, living(name));
              }
            });
      }
    }
  }

  @Override
  void lost(
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
