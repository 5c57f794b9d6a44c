package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.PeerState.Apart;
import io.nessiecluster.distribution.PeerState.Dialling;
import io.nessiecluster.distribution.PeerState.Linked;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PeerState} of each peer, under one lock: this class holds the states and does what
 * their transitions ask for, namely ends dials and links, wakes who waits, and tells the listener.
 * What is decided, and why, is theirs. Nothing blocks under the lock.
 */
final class LinkTable {

  /** What a dial is to do next. */
  sealed interface Turn {
    /** The link is there, by a dial of the peer. */
    record Up(DistributionConnection link) implements Turn {}

    /** Make an attempt. */
    record Attempt() implements Turn {}

    /** Nothing: the dial has ended. */
    record Over() implements Turn {}

    /** Wait on: a dial of the peer may yet bring the link. */
    record Wait() implements Turn {}
  }

  private final LinkEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Peers peers; // guarded by the lock
  private volatile @Nullable List<DistributionConnection> links = List.of(); // null: out of date
  private final int inboundLinks;
  private boolean closed;

  LinkTable(String self, LinkEvents events) {
    this(self, events, CrossingRule.NET_KERNEL);
  }

  LinkTable(String self, LinkEvents events, CrossingRule rule) {
    this(self, events, rule, PeerNaming.BY_ADDRESS, NodeLimits.DEFAULT.inboundLinks());
  }

  /**
   * A table without links.
   *
   * @param inboundLinks most links that peers have dialled
   */
  LinkTable(
      String self, LinkEvents events, CrossingRule rule, PeerNaming naming, int inboundLinks) {
    this.events = events;
    this.peers = new Peers(self, rule, naming);
    this.inboundLinks = inboundLinks;
  }

  /** The links at this moment; listed when asked for, as thousands of links may come at once. */
  List<DistributionConnection> links() {
    List<DistributionConnection> current = links;
    return current != null ? current : locked(() -> links = peers.links());
  }

  /** What is known of each peer at this moment; who is not in it is apart. */
  Map<String, PeerState> peers() {
    return locked(peers::all);
  }

  /**
   * Joins the dial to a peer that is under way, or begins one; each caller must {@link #leave} it.
   * For a peer that is linked, and in a node that is closed, the dial is over at once.
   */
  Dial join(PeerName peer, Deadline deadline, Consumer<Dial> begin) {
    return join(new Dial(peer, deadline), begin);
  }

  /** As {@link #join(PeerName, Deadline, Consumer)}, with the dial to begin if there is none. */
  Dial join(Dial fresh, Consumer<Dial> begin) {
    return locked(
        () -> {
          if (closed) {
            fresh.outcome.complete(Dial.Outcome.stopped());
            return fresh;
          }
          return switch (peers.get(fresh.key)) {
            case Linked(var link, int _) -> {
              fresh.outcome.complete(new Dial.Outcome.Up(link));
              yield fresh;
            }
            case Dialling dialling -> {
              peers.put(fresh.key, dialling.joined());
              yield dialling.dial();
            }
            case Apart apart -> {
              fresh.begin(begin);
              if (!fresh.outcome.isDone()) { // else no thread could be had for it
                peers.put(fresh.key, apart.dial(fresh, peers.inbound(fresh) > 0));
              }
              yield fresh;
            }
          };
        });
  }

  /** The last caller who leaves a dial that is not over ends it. */
  void leave(Dial dial) {
    locked(
        () -> {
          Dialling dialling = peers.dialling(dial);
          if (dialling != null) {
            peers.put(dial.key, dialling.left());
            if (peers.dialling(dial) == null) {
              dial.cancel();
            }
          }
          return dial;
        });
  }

  /** Ends a dial with what it came to. */
  void finish(Dial dial, Dial.Outcome outcome) {
    locked(
        () -> {
          Dialling dialling = peers.dialling(dial);
          if (dialling != null) {
            peers.put(dial.key, dialling.ended());
          }
          return dial.outcome.complete(outcome);
        });
  }

  /** The live link to the peer, or null. */
  @Nullable DistributionConnection link(String peer) {
    return peers.get(peer) instanceof Linked(var link, int _) ? link : null; // asked by each dial
  }

  /** Whether there is a live link to the peer. */
  boolean isLinked(String peer) {
    return link(peer) != null;
  }

  /**
   * Waits while a dial of the peer may yet bring the link.
   *
   * @return what to do then; never {@link Turn.Wait}
   */
  Turn awaitTurn(Dial dial, Deadline until) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Turn turn = turn(dial, until.passed());
      while (turn instanceof Turn.Wait) {
        boolean _ = changed.await(until.left().toNanos(), TimeUnit.NANOSECONDS);
        turn = turn(dial, until.passed());
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** What the dial, which makes no attempt at this moment, is to do. */
  Turn turn(Dial dial, boolean timeUp) {
    return locked(() -> peers.turn(dial, timeUp));
  }

  /** Whether the dial may introduce itself: no handshake of the peer has begun meanwhile. */
  boolean introduce(Dial dial) {
    return locked(() -> peers.introduce(dial));
  }

  /** The dial's attempt has ended without a link, as a dial of the peer goes first. */
  void makeWay(Dial dial) {
    locked(
        () -> {
          peers.makeWay(dial);
          return dial;
        });
  }

  /** Whether a handshake of the peer goes first, so that the dial's attempt makes no link. */
  boolean hasYielded(Dial dial) {
    return locked(() -> peers.hasYielded(dial));
  }

  /** As {@link #decide(String, InetAddress)}, where names alone tell peers. */
  Verdict decide(String peer) {
    return decide(peer, InetAddress.getLoopbackAddress()).verdict();
  }

  /** Whether the peer may have ended the dial for another one of this node's: see there. */
  boolean hasTwin(Dial dial) {
    return locked(() -> peers.hasTwin(dial));
  }

  /**
   * What to answer to a peer that dials; unless that ends it, {@link #inboundEnded} must follow.
   */
  Peers.Inbound decide(String peer, InetAddress from) {
    return locked(
        () ->
            closed || peers.isSelf(peer) || !events.hasRoom() || isBarred(peer)
                ? new Peers.Inbound(Verdict.NOT_ALLOWED, new PeerKey.Name(peer))
                : peers.decide(peer, from));
  }

  /** Whether peers have dialled as many links as there may be. */
  boolean isFull() {
    return locked(() -> peers.inboundLinks() >= inboundLinks);
  }

  /** Whether there is no place for the peer's dial; one whose link it replaces has its place. */
  private boolean isBarred(String peer) {
    return peers.inboundLinks() >= inboundLinks && !(peers.get(peer) instanceof Linked);
  }

  /** As {@link #inboundEnded(PeerKey)}, where names alone tell peers. */
  void inboundEnded(String peer) {
    inboundEnded(new PeerKey.Name(peer));
  }

  /** A handshake that was told to go on has ended, one way or the other. */
  void inboundEnded(PeerKey key) {
    locked(
        () -> {
          peers.put(key, peers.get(key).inboundEnded());
          changed.signalAll();
          return true;
        });
  }

  /**
   * Puts a link in place whose peer has proven the cookie.
   *
   * @param dial the own dial that made it, null if the peer dialled; a dial that has yielded makes
   *     no link, while a peer that dials anew replaces the link that it had
   * @return whether the link is in place
   */
  Entry admit(DistributionConnection link, @Nullable Dial dial) {
    return locked(
        () -> {
          PeerState state = peers.get(link.peer());
          if (closed
              || (dial == null && isBarred(link.peer()))
              || (dial != null && (peers.dialling(dial) == null || peers.hasYielded(dial)))) {
            return new Entry.None();
          }
          DistributionConnection elsewhere = peers.linkedElsewhere(link);
          if (elsewhere != null) {
            return new Entry.Duplicate(elsewhere);
          }
          List<Dialling> atTargets = peers.diallingAt(link);
          peers.put(new PeerKey.Name(link.peer()), state.linked(link));
          if (state instanceof Linked(var old, int _)) {
            Loss loss = new Loss(LinkEnd.REPLACED, "the peer dialled anew");
            events.lost(old, loss);
            old.lose(loss.cause(), loss.detail());
          }
          events.up(link);
          refresh();
          if (state instanceof Dialling dialling) {
            dialling.dial().succeed(link, dial);
          }
          for (Dialling dialling : atTargets) {
            peers.put(dialling.dial().key, dialling.ended());
            dialling.dial().succeed(link, dial);
          }
          return new Entry.InPlace();
        });
  }

  /** Takes a lost link out, unless another has replaced it. */
  void remove(DistributionConnection link, Loss loss) {
    locked(
        () -> {
          if (peers.get(link.peer()) instanceof Linked linked && linked.link() == link) {
            peers.put(new PeerKey.Name(link.peer()), linked.lost());
            refresh();
            events.lost(link, loss);
          }
          return true;
        });
  }

  /** Ends all dials and links, and lets no more begin. */
  void close() {
    List<Dial> dials =
        locked(
            () -> {
              closed = true;
              changed.signalAll();
              return peers.dials();
            });
    for (Dial dial : dials) {
      finish(dial, Dial.Outcome.stopped());
      dial.cancel();
    }
    links().forEach(link -> link.lose(LinkEnd.NODE_STOPPED, "this node is closed"));
  }

  private void refresh() {
    changed.signalAll();
    links = null;
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
