package io.nessiecluster.distribution;

import io.nessiecluster.distribution.PeerState.Apart;
import io.nessiecluster.distribution.PeerState.Decision;
import io.nessiecluster.distribution.PeerState.Dialling;
import io.nessiecluster.distribution.PeerState.Linked;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PeerState} of each peer, and what can happen to it; who is not in it is apart. Ends,
 * wakes and tells nothing itself. Not safe for use by many threads: {@link LinkTable} guards it.
 */
final class Peers {

  private final String self;
  private final CrossingRule rule;
  private final Map<String, PeerState> states = new HashMap<>();
  private int inboundLinks;

  Peers(String self, CrossingRule rule) {
    this.self = self;
    this.rule = rule;
  }

  PeerState get(String peer) {
    PeerState state = states.get(peer);
    return state != null ? state : new Apart(0);
  }

  void put(String peer, PeerState state) {
    PeerState before =
        state instanceof Apart apart && apart.isEmpty()
            ? states.remove(peer)
            : states.put(peer, state);
    inboundLinks += inbound(state) - inbound(before);
  }

  private static int inbound(@Nullable PeerState state) {
    return state instanceof Linked(var link, int _) && link.direction() == Link.Direction.ACCEPTED
        ? 1
        : 0;
  }

  /** How many links there are that peers have dialled. */
  int inboundLinks() {
    return inboundLinks;
  }

  /** As {@link #put(String, PeerState)}, of the dial's peer. */
  void put(Dial dial, PeerState state) {
    put(dial.peer.text(), state);
  }

  /** The state of each peer at this moment. */
  Map<String, PeerState> all() {
    return Map.copyOf(states);
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
    return get(dial.peer.text()) instanceof Dialling dialling && dialling.dial() == dial
        ? dialling
        : null;
  }

  /** What to answer to a peer that dials. */
  Verdict decide(String peer) {
    Decision decision = get(peer).decide(rule, isGreater(self, peer));
    put(peer, decision.next());
    return decision.verdict();
  }

  /** What a dial that makes no attempt is to do. */
  LinkTable.Turn turn(Dial dial, boolean timeUp) {
    if (get(dial.peer.text()) instanceof Linked linked) {
      return new LinkTable.Turn.Up(linked.link());
    }
    Dialling dialling = dialling(dial);
    if (dialling == null) {
      return new LinkTable.Turn.Over();
    }
    DialState.Attempt attempt = dialling.holdingBack().next(dialling.inbound(), timeUp);
    if (attempt == null) {
      return new LinkTable.Turn.Wait();
    }
    put(dial, dialling.withState(attempt));
    return new LinkTable.Turn.Attempt();
  }

  /** Whether the dial's attempt may introduce itself. */
  boolean introduce(Dial dial) {
    Dialling dialling = dialling(dial);
    if (dialling == null) {
      return false;
    }
    Dialling next = dialling.withState(dialling.attempt().introduce());
    put(dial, next);
    return !next.hasYielded();
  }

  /** The dial's attempt has ended without a link, as a dial of the peer goes first. */
  void makeWay(Dial dial) {
    Dialling dialling = dialling(dial);
    if (dialling != null) {
      put(dial, dialling.withState(dialling.attempt().makeWay()));
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
