package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.ClusterEvent.JoinFailed;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings.Mode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must hold all the time, by the contract and not by the code: no connect is asked for that is
 * not allowed, as far as the observer could know that, and no healthy link is torn in consequence
 * of one.
 */
final class Judge {

  /** A way is tried again a minute after the last time; that, and a sweep, a plan and its batch. */
  private static final long KNOWN_AFTER = 75_000;

  /** A way that no join waits for is tried when the verdict is settled that a link is missing. */
  private static final long KNOWN_ASIDE_AFTER = 75_000 + 60_000 + 15_000;

  /**
   * A link is of one side in the second sweep that sees it so, a second after the first at least.
   */
  private static final long STALE_AFTER = 5_000 + 1_000 + 1_000;

  private static final long MINUTE = 60_000;
  private static final long STABLE_FOR = 20_000;
  private static final long SWEEP = 2_000;
  private static final long YOUNG = 600_000;
  private static final int HEALS_AT_ONCE = 8;

  private final Stage stage;
  private final Chronicle chronicle;
  private final Map<Observer, Deque<Long>> newcomers = new LinkedHashMap<>();
  private final Map<Observer, Deque<Long>> heals = new LinkedHashMap<>();
  private int deeds;
  private int torn;

  Judge(Stage stage) {
    this.stage = stage;
    this.chronicle = stage.chronicle;
  }

  /** How many connects were asked for. */
  int deeds() {
    return deeds;
  }

  /** How many healthy links were torn by what nobody could know. */
  int torn() {
    return torn;
  }

  /** An observer is about to ask for a connect. */
  Deed asked(Observer by, NodeName fromName, NodeName toName, long plannedAt) {
    deeds++;
    Observer.Tie tie = by.tieTo(fromName);
    ModelNode to = stage.global.living(toName);
    chronicle.tell("%s asks %s to connect with %s", by, fromName, to == null ? toName : to);
    unless(tie != null, "%s asks %s, to which it has no link", by, fromName);
    unless(by.sightings.hasNamed(fromName, plannedAt), "%s is no member for %s", fromName, by);
    unless(by.sightings.hasNamed(toName, plannedAt), "%s is no member for %s", toName, by);
    unless(!by.sightings.isFollowing(), "%s acts, and so does %s", by, by.leader());
    ModelNode from = tie == null ? null : tie.node();
    List<Set<ModelNode>> sides =
        from == null || to == null
            ? List.of()
            : List.of(
                stage.global.told(from, node -> isHeard(by, node, plannedAt)),
                stage.global.told(to, node -> isHeard(by, node, plannedAt)));
    Deed deed = new Deed(by, from, to, chronicle.now(), plannedAt, sides);
    if (from != null && to != null && !stage.global.areLinked(from, to)) {
      judge(deed);
    }
    return deed;
  }

  private void judge(Deed deed) {
    Observer by = deed.by();
    boolean heals = by.sightings.hasSeenLinked(deed.from(), deed.plannedAt());
    Set<ModelNode> ones = stage.global.island(deed.from());
    Set<ModelNode> others = stage.global.island(deed.to());
    boolean apart = !ones.contains(deed.to());
    if (stage.settings.mode() == Mode.FORM) {
      unless(!heals, "%s forms with what was linked before", deed);
      boolean old = deed.at() - deed.from().startedAt > YOUNG;
      unless(!old || deed.from().startedAt >= by.startedAt, "%s forms with what is old", deed);
    }
    if (heals) {
      judgeHeal(deed, ones, others, apart);
    }
    if (apart) {
      judgeGuard(
          deed,
          heals,
          members(deed, deed.sides().getFirst()),
          members(deed, deed.sides().getLast()));
    }
    if (stage.global.connectAll) {
      for (ModelNode one : apart ? deed.sides().getFirst() : Set.of(deed.from())) {
        for (ModelNode other : apart ? deed.sides().getLast() : Set.of(deed.to())) {
          unless(
              !couldKnow(deed, one, other),
              "%s: the way from %s to %s is blocked",
              deed,
              one,
              other);
          unless(
              !couldKnow(deed, other, one),
              "%s: the way from %s to %s is blocked",
              deed,
              other,
              one);
        }
      }
    }
  }

  /** Of what else is linked there nothing is known: it is silent, or a stranger. */
  private Set<ModelNode> members(Deed deed, Set<ModelNode> island) {
    return island.stream()
        .filter(node -> isHeard(deed.by(), node, deed.plannedAt()))
        .filter(node -> deed.by().sightings.hasNamed(node.name, deed.plannedAt()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void judgeHeal(Deed deed, Set<ModelNode> ones, Set<ModelNode> others, boolean apart) {
    Observer by = deed.by();
    unless(
        deed.plannedAt() - by.startedAt >= MINUTE, "%s heals a short while after its start", deed);
    long changed = by.sightings.membersChangedAt();
    unless(
        changed > deed.plannedAt() || deed.plannedAt() - changed >= STABLE_FOR,
        "%s heals while members come or go",
        deed);
    unless(
        !apart
            || !by.sightings.hasSeenLink(
                ones, others, deed.plannedAt() - STABLE_FOR + SWEEP, deed.plannedAt()),
        "%s heals what was one a short while ago",
        deed);
  }

  private void judgeGuard(Deed deed, boolean heals, Set<ModelNode> ones, Set<ModelNode> others) {
    switch (stage.guard) {
      case NOTHING -> {}
      case PRODUCT -> unless(false, "%s: a product runs there", deed);
      case NAMES ->
          unless(
              !heals
                  || ones.stream().noneMatch(node -> node.hasSingleton)
                  || others.stream().noneMatch(node -> node.hasSingleton)
                  || stage.singletonChangedAt > deed.plannedAt() - SWEEP,
              "%s: both sides have registered a name",
              deed);
      case MNESIA ->
          unless(
              ones.stream()
                  .noneMatch(one -> others.stream().anyMatch(o -> stage.shareDatabase(one, o))),
              "%s: mnesia of both sides was one",
              deed);
    }
  }

  /** Whether it could know that global, in consequence of the deed, would dial in vain. */
  private boolean couldKnow(Deed deed, ModelNode from, ModelNode to) {
    OptionalLong since = stage.blocks.blockedSince(from.name, to.name);
    Observer.Tie tie = deed.by().tie(from);
    if (since.isEmpty() || tie == null) {
      return false;
    }
    long known = deed.plannedAt() - (deed.isBetween(from, to) ? KNOWN_AFTER : KNOWN_ASIDE_AFTER);
    return since.getAsLong() < known
        && tie.since() < deed.plannedAt() - SWEEP
        && from.wasWellSince(deed.plannedAt() - KNOWN_AFTER)
        && !stage.blocks.wasCutSince(deed.by().self, from.name, deed.plannedAt() - KNOWN_AFTER)
        && deed.by().sightings.hasNamed(from.name, deed.plannedAt())
        && deed.by().sightings.hasNamed(to.name, deed.plannedAt())
        && to.startedAt < deed.plannedAt() - SWEEP;
  }

  /** Whether it could know that a node lists one that is not there any more, but another one is. */
  private boolean couldSeeStale(Deed deed, ModelNode listing, @Nullable ModelNode another) {
    return another != null
        && isHeardSince(deed.by(), listing, deed.plannedAt() - STALE_AFTER)
        && isHeardSince(deed.by(), another, deed.plannedAt() - STALE_AFTER);
  }

  private boolean isHeard(Observer by, ModelNode node, long plannedAt) {
    return isHeardSince(by, node, plannedAt - SWEEP);
  }

  private boolean isHeardSince(Observer by, ModelNode node, long then) {
    Observer.Tie tie = by.tie(node);
    return tie != null
        && tie.since() < then
        && !stage.blocks.wasCutSince(by.self, node.name, then)
        && node.wasWellSince(then);
  }

  /** A link is torn; it may be healthy, and the loss the consequence of a deed. */
  void torn(ModelLink link, GlobalModel.Loss loss) {
    Deed deed = loss.deed();
    if (deed == null || !isHealthy(link)) {
      return;
    }
    torn++;
    boolean could =
        loss.stale()
            ? couldSeeStale(deed, loss.reporter(), stage.global.living(loss.lost().name))
            : couldKnow(deed, loss.reporter(), loss.lost());
    chronicle.tell(
        "the healthy link of %s and %s is torn by %s: %s has lost %s%s",
        link.one(),
        link.other(),
        deed,
        loss.reporter(),
        loss.lost(),
        could ? "" : ", which it could not know");
    unless(
        !could,
        "the healthy link of %s and %s is torn by %s, as %s has lost %s",
        link.one(),
        link.other(),
        deed,
        loss.reporter(),
        loss.lost());
  }

  private boolean isHealthy(ModelLink link) {
    return link.one().alive
        && link.other().alive
        && !stage.blocks.isBlocked(link.one().name, link.other().name)
        && !stage.blocks.isBlocked(link.other().name, link.one().name);
  }

  /** An observer has told what it did: not more often than it may. */
  void told(Observer by, MeshEvent event) {
    switch (event) {
      case MemberJoined joined -> acted(by, joined.kind());
      case JoinFailed failed -> acted(by, failed.kind());
      default -> {}
    }
  }

  private void acted(Observer by, String kind) {
    long now = chronicle.now();
    if (kind.equals("newcomer")) {
      int most = stage.settings.joins().mostPerMinute();
      unless(inMinute(newcomers, by, now) <= most, "%s joins more than %d in a minute", by, most);
      return;
    }
    int lately = inMinute(heals, by, now);
    unless(lately <= HEALS_AT_ONCE, "%s heals %d times a minute", by, lately);
  }

  private static int inMinute(Map<Observer, Deque<Long>> acts, Observer by, long now) {
    Deque<Long> times = acts.computeIfAbsent(by, _ -> new ArrayDeque<>());
    times.addLast(now);
    while (times.getFirst() <= now - MINUTE) {
      times.removeFirst();
    }
    return times.size();
  }

  private void unless(boolean holds, String what, @Nullable Object... args) {
    if (!holds) {
      chronicle.violated(what, args);
    }
  }
}
