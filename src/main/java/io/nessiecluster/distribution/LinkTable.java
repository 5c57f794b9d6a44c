package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node has to do with each peer: the link, the own dial, and the handshakes of the peer's
 * dials. The one owner of this state; decides between dials that cross, as {@code net_kernel} does,
 * so that one link is left on either side. Nothing blocks under its lock.
 */
final class LinkTable {

  private static final class Entry {
    @Nullable DistributionConnection link;
    @Nullable Dial dial;
    int inbound; // handshakes of the peer's dials that were told to go on

    boolean isEmpty() {
      return link == null && dial == null && inbound == 0;
    }
  }

  private final String self;
  private final LinkEvents events;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Entry> entries = new HashMap<>();
  private volatile @Nullable List<DistributionConnection> links = List.of(); // null: out of date
  private boolean closed;

  LinkTable(String self, LinkEvents events) {
    this.self = self;
    this.events = events;
  }

  /** The links at this moment; listed when asked for, as thousands of links may come at once. */
  List<DistributionConnection> links() {
    List<DistributionConnection> current = links;
    return current != null ? current : locked(this::list);
  }

  private List<DistributionConnection> list() {
    List<DistributionConnection> current = links;
    if (current == null) {
      current = entries.values().stream().map(e -> e.link).filter(Objects::nonNull).toList();
      links = current;
    }
    return current;
  }

  /**
   * Joins the dial to a peer that is under way, or begins one; each caller must {@link #leave} it.
   * For a peer that is linked, and in a node that is closed, the dial is over at once.
   */
  Dial join(PeerName peer, Deadline deadline, Consumer<Dial> begin) {
    return locked(
        () -> {
          Entry entry = entry(peer.text());
          Dial dial = entry.dial == null ? new Dial(peer, deadline) : entry.dial;
          dial.waiters++;
          if (closed) {
            dial.outcome.complete(Dial.Outcome.stopped());
          } else if (entry.link != null) {
            dial.outcome.complete(new Dial.Outcome.Up(entry.link));
          } else if (entry.dial == null) {
            dial.begin(begin);
            entry.dial = dial.outcome.isDone() ? null : dial;
          }
          drop(peer.text());
          return dial;
        });
  }

  /** The last caller who leaves a dial that is not over ends it. */
  void leave(Dial dial) {
    locked(
        () -> {
          dial.waiters--;
          if (dial.waiters == 0 && !dial.outcome.isDone()) {
            forget(dial);
            dial.cancel();
          }
          return dial;
        });
  }

  /** Ends a dial with what it came to. */
  void finish(Dial dial, Dial.Outcome outcome) {
    locked(
        () -> {
          forget(dial);
          return dial.outcome.complete(outcome);
        });
  }

  /** The live link to the peer, or null. */
  @Nullable DistributionConnection link(String peer) {
    return locked(() -> entries.containsKey(peer) ? entries.get(peer).link : null);
  }

  /** Whether there is a live link to the peer. */
  boolean isLinked(String peer) {
    return link(peer) != null;
  }

  /**
   * Waits while a dial of the peer may yet bring the link.
   *
   * @param expected whether the peer said that it dials, so that its handshake may be yet to come
   * @return the link, or null when the own dial had better begin
   */
  @Nullable DistributionConnection awaitInbound(Dial dial, boolean expected, Deadline until)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      dial.introduced = false;
      while (true) {
        Entry entry = entry(dial.peer.text());
        if (entry.link != null) {
          return entry.link;
        }
        if ((entry.inbound == 0 && !expected) || until.passed()) {
          dial.yielded = false;
          dial.insists |= expected || entry.inbound > 0;
          return null;
        }
        boolean _ = changed.await(until.left().toNanos(), TimeUnit.NANOSECONDS);
      }
    } finally {
      drop(dial.peer.text());
      lock.unlock();
    }
  }

  /** Whether the dial may introduce itself: no handshake of the peer has begun meanwhile. */
  boolean introduce(Dial dial) {
    return locked(() -> dial.introduced = !dial.yielded && !dial.outcome.isDone());
  }

  boolean hasYielded(Dial dial) {
    return locked(() -> dial.yielded);
  }

  /**
   * What to answer to a peer that dials; unless that ends it, {@link #inboundEnded} must follow.
   */
  Verdict decide(String peer) {
    return locked(
        () -> {
          if (closed || peer.equals(self) || !events.hasRoom()) {
            return Verdict.NOT_ALLOWED;
          }
          Entry entry = entry(peer);
          Dial own = entry.dial;
          Verdict verdict = Verdict.OK;
          if (entry.link != null) {
            verdict = Verdict.ALIVE;
          } else if (own != null && (own.introduced || own.insists)) {
            if (isGreater(self, peer)) {
              return Verdict.NOK;
            }
            verdict = Verdict.OK_SIMULTANEOUS;
            if (!own.insists) { // else it goes on until a proof of the cookie decides
              own.yielded = true;
              own.hangUp();
            }
          } else if (own != null) {
            own.yielded = true; // the peer does not know of it, so it makes way whatever the names
          }
          entry.inbound++;
          return verdict;
        });
  }

  /** A handshake that was told to go on has ended, one way or the other. */
  void inboundEnded(String peer) {
    locked(
        () -> {
          entry(peer).inbound--;
          drop(peer);
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
  boolean admit(DistributionConnection link, @Nullable Dial dial) {
    return locked(
        () -> {
          Entry entry = entry(link.peer());
          Dial own = entry.dial;
          if (closed || (dial != null && (dial.yielded || own != dial))) {
            drop(link.peer());
            return false;
          }
          DistributionConnection old = entry.link;
          entry.link = link;
          entry.dial = null;
          if (old != null) {
            Loss loss = new Loss(LinkEnd.REPLACED, "the peer dialled anew");
            events.lost(old, loss);
            old.lose(loss.cause(), loss.detail());
          }
          events.up(link);
          refresh();
          if (own != null) {
            own.outcome.complete(new Dial.Outcome.Up(link));
            if (own != dial) {
              own.cancel();
            }
          }
          return true;
        });
  }

  /** Takes a lost link out, unless another has replaced it. */
  void remove(DistributionConnection link, Loss loss) {
    locked(
        () -> {
          Entry entry = entry(link.peer());
          if (entry.link == link) {
            entry.link = null;
            refresh();
            events.lost(link, loss);
          }
          drop(link.peer());
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
              return entries.values().stream().map(e -> e.dial).filter(Objects::nonNull).toList();
            });
    for (Dial dial : dials) {
      finish(dial, Dial.Outcome.stopped());
      dial.cancel();
    }
    links().forEach(link -> link.lose(LinkEnd.NODE_STOPPED, "this node is closed"));
  }

  /** Node names compare as the bytes of their UTF-8 text, as atoms do. */
  private static boolean isGreater(String name, String than) {
    return Arrays.compareUnsigned(
            name.getBytes(StandardCharsets.UTF_8), than.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  private Entry entry(String peer) {
    return entries.computeIfAbsent(peer, _ -> new Entry());
  }

  private void drop(String peer) {
    entries.computeIfPresent(peer, (_, entry) -> entry.isEmpty() ? null : entry);
  }

  private void forget(Dial dial) {
    Entry entry = entry(dial.peer.text());
    if (entry.dial == dial) {
      entry.dial = null;
    }
    drop(dial.peer.text());
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
