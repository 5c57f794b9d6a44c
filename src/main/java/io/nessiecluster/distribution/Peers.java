package io.nessiecluster.distribution;

import io.nessiecluster.distribution.PeerState.Apart;
import io.nessiecluster.distribution.PeerState.Decision;
import io.nessiecluster.distribution.PeerState.Dialling;
import io.nessiecluster.distribution.PeerState.Linked;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PeerState} of each peer, and what can happen to it; who is not in it is apart. Ends,
 * wakes and tells nothing itself. {@link LinkTable} guards it; {@link #get} alone may be called by
 * any thread, and tells what was last put.
 *
 * <p>A link is kept by the peer's name. So is a dial by name; a dial at a target is kept by that,
 * and so are, in a node whose peers are called as they say, the handshakes of those who dial from
 * there: who claims a name from elsewhere holds nobody's dial back.
 */
final class Peers {

  /**
   * What is answered to a peer that dials.
   *
   * @param key under which its handshake counts, and ends
   */
  record Inbound(Verdict verdict, PeerKey key) {}

  private final String self;
  private final CrossingRule rule;
  private final PeerNaming naming;
  private final Map<PeerKey, PeerState> states = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> inboundAt = new HashMap<>(); // of targets, by address
  private int inboundLinks;

  Peers(String self, CrossingRule rule, PeerNaming naming) {
    this.self = self;
    this.rule = rule;
    this.naming = naming;
  }

  PeerState get(PeerKey key) {
    PeerState state = states.get(key);
    return state != null ? state : new Apart(0);
  }

  /** As {@link #get(PeerKey)}, by name. */
  PeerState get(String peer) {
    return get(new PeerKey.Name(peer));
  }

  void put(PeerKey key, PeerState state) {
    PeerState before =
        state instanceof Apart apart && apart.isEmpty()
            ? states.remove(key)
            : states.put(key, state);
    inboundLinks += inboundLink(state) - inboundLink(before);
    int more = state.inbound() - (before == null ? 0 : before.inbound());
    if (more != 0 && key instanceof Target(String _, InetAddress address)) {
      inboundAt.merge(address, more, (one, other) -> one + other == 0 ? null : one + other);
    }
  }

  private static int inboundLink(@Nullable PeerState state) {
    return state instanceof Linked(var link, int _) && link.direction() == Link.Direction.ACCEPTED
        ? 1
        : 0;
  }

  /** How many links there are that peers have dialled. */
  int inboundLinks() {
    return inboundLinks;
  }

  /** The state of each peer at this moment. */
  Map<String, PeerState> all() {
    return states.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(e -> e.getKey().toString(), Map.Entry::getValue));
  }

  List<DistributionConnection> links() {
    return states.values().stream()
        .map(state -> state instanceof Linked linked ? linked.link() : null)
        .filter(Objects::nonNull)
        .toList();
  }

  List<Dial> dials() {
    List<Dial> dials = new ArrayList<>();
    for (PeerState state : states.values()) {
      if (state instanceof Dialling dialling) {
        dials.add(dialling.dial());
      }
    }
    return dials;
  }

  boolean isSelf(String peer) {
    return peer.equals(self);
  }

  /** The state of the dial's peer while the dial is the one under way, or null: it has ended. */
  @Nullable Dialling dialling(Dial dial) {
    return get(dial.key) instanceof Dialling dialling && dialling.dial() == dial ? dialling : null;
  }

  /** The live link that this one must not replace, or null: there is none, or it may. */
  @Nullable DistributionConnection linkedElsewhere(DistributionConnection link) {
    return naming == PeerNaming.BY_PEER
            && get(link.peer()) instanceof Linked(var old, int _)
            && !address(old).equals(address(link))
        ? old
        : null;
  }

  /** The dials at targets, other than by name, that look for the peer of this link where it is. */
  List<Dialling> diallingAt(DistributionConnection link) {
    List<Dialling> dials = new ArrayList<>();
    if (naming == PeerNaming.BY_PEER) {
      for (Target target : Target.of(link)) {
        if (get(target) instanceof Dialling dialling) {
          dials.add(dialling);
        }
      }
    }
    return dials;
  }

  /** Whether the peer may have ended the dial for another one of this node's. */
  boolean hasTwin(Dial dial) {
    return Twins.has(dial, states.values());
  }

  /** Whether the link is there, or gone, that a dial which has ceded is waiting for. */
  private boolean isAwaited(Dial dial) {
    String told = dial.told();
    if (told == null) {
      return false;
    }
    DistributionConnection now = get(told) instanceof Linked(var link, int _) ? link : null;
    return now != dial.cededTo();
  }

  /** What to answer to a peer that dials from an address. */
  Inbound decide(String peer, InetAddress from) {
    PeerKey key = inboundKey(peer, from);
    Decision decision = get(key).decide(rule, isGreater(self, peer));
    put(key, decision.next());
    return new Inbound(decision.verdict(), key);
  }

  private PeerKey inboundKey(String peer, InetAddress from) {
    PeerKey.Name name = new PeerKey.Name(peer);
    if (naming == PeerNaming.BY_ADDRESS || !(get(name) instanceof Apart)) {
      return name;
    }
    List<Target> targets = Target.of(peer, from);
    return targets.stream()
        .<PeerKey>map(target -> target)
        .filter(target -> get(target) instanceof Dialling)
        .findFirst()
        .orElse(targets.isEmpty() ? name : targets.getFirst());
  }

  private static InetAddress address(Link link) {
    return link.remote().getAddress();
  }

  /** How many handshakes are under way that may bring the dial its link. */
  int inbound(Dial dial) {
    return dial.key instanceof Target target && target.isAny()
        ? inboundAt.getOrDefault(target.address(), 0)
        : get(dial.key).inbound();
  }

  /** What a dial that makes no attempt is to do. */
  LinkTable.Turn turn(Dial dial, boolean timeUp) {
    if (get(dial.key) instanceof Linked linked) {
      return new LinkTable.Turn.Up(linked.link());
    }
    Dialling dialling = dialling(dial);
    if (dialling == null) {
      return new LinkTable.Turn.Over();
    }
    DialState.Attempt attempt =
        dialling.holdingBack().next(inbound(dial), timeUp || isAwaited(dial));
    if (attempt == null) {
      return new LinkTable.Turn.Wait();
    }
    put(dial.key, dialling.withState(attempt));
    return new LinkTable.Turn.Attempt();
  }

  /** Whether the dial's attempt may introduce itself. */
  boolean introduce(Dial dial) {
    Dialling dialling = dialling(dial);
    if (dialling == null) {
      return false;
    }
    Dialling next = dialling.withState(dialling.attempt().introduce());
    put(dial.key, next);
    return !next.hasYielded();
  }

  /** The dial's attempt has ended without a link, as a dial of the peer goes first. */
  void makeWay(Dial dial) {
    Dialling dialling = dialling(dial);
    if (dialling != null) {
      put(dial.key, dialling.withState(dialling.attempt().makeWay()));
    }
  }

  boolean hasYielded(Dial dial) {
    Dialling dialling = dialling(dial);
    return dialling != null && dialling.hasYielded();
  }

  /** Node names compare as the bytes of their UTF-8 text, as atoms do. */
  private static boolean isGreater(String name, String than) {
    return Arrays.compareUnsigned(
            name.getBytes(StandardCharsets.UTF_8), than.getBytes(StandardCharsets.UTF_8))
        > 0;
  }
}
