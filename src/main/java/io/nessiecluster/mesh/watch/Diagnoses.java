package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Faults;
import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What members found when they tried the ways to those whom they miss. Few are asked at once, and
 * each about one way at most once a minute; about one that is blocked, and a join waits for it, at
 * most each 5 s. Safe for threads; nobody waits here but those who ask.
 */
final class Diagnoses implements AutoCloseable {

  static final int MOST_IN_FLIGHT = 16;
  static final int MOST_BEGUN = 64; // of one call of ask
  static final int MOST_WAYS = 1024;
  static final int MOST_SPARE = 256; // of them
  static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(1);

  /** Of a way that a join waits for. */
  static final Duration BLOCKED_ASKED_AGAIN_AFTER = Duration.ofSeconds(5);

  private static final Duration STEP = Duration.ofSeconds(1);

  /** A way that was asked about; what was found stays until something else is. */
  private static final class Asked {
    private Since last;
    private @Nullable Reach found;

    private Asked(Since last) {
      this.last = last;
    }

    private boolean isBlocked() {
      return found != null && found.cause().isBlocked();
    }
  }

  /** One that was begun; to cancel it interrupts its thread. */
  private final class Question extends FutureTask<Way> {
    private final Way way;

    private Question(Way way) {
      super(() -> answer(way), way);
      this.way = way;
    }

    @Override
    protected void done() {
      ended(way);
    }
  }

  private final MeshCalls calls;
  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Runnable onAnswers;
  private final Faults faults = new Faults("asking why members miss each other");
  private final Map<Way, Asked> asked = new HashMap<>(); // guarded by this, as all below
  private final Queue<Way> waiting = new ArrayDeque<>();
  private final Map<Way, Question> inFlight = new HashMap<>();
  private int answered; // since nobody was asked
  private boolean closed;

  /**
   * Nothing is known yet.
   *
   * @param executor runs questions, each of which waits for seconds at most
   * @param nanoTime as {@code System.nanoTime()}
   * @param onAnswers told when as many have answered as are asked at once, and when all have that
   *     were asked; called with no lock held
   */
  Diagnoses(MeshCalls calls, Executor executor, LongSupplier nanoTime, Runnable onAnswers) {
    this.onAnswers = onAnswers;
    this.calls = calls;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  /**
   * Sees to it that members are asked, and returns at once. Of those ways that are due the first
   * are asked in their order; they replace those of the last call whose turn has not come.
   *
   * @param urgent for which a join waits: all of them
   * @param others {@value #MOST_BEGUN} of them at most
   */
  void ask(List<Way> urgent, List<Way> others) {
    synchronized (this) {
      Set<Way> due = new LinkedHashSet<>();
      urgent.stream().filter(way -> isDue(way, true)).forEach(due::add);
      others.stream()
          .filter(way -> isDue(way, false))
          .distinct()
          .limit(MOST_BEGUN)
          .forEach(due::add);
      waiting.clear();
      waiting.addAll(due);
    }
    begin();
  }

  private boolean isDue(Way way, boolean urgent) {
    if (inFlight.containsKey(way)) {
      return false;
    }
    Asked before = asked.get(way);
    if (before == null) {
      return asked.size() < MOST_WAYS; // so that no more than the begun ones come on top
    }
    boolean blocked = before.found == null || before.found.cause() != LinkCause.REACHABLE;
    return before
            .last
            .age()
            .compareTo(urgent && blocked ? BLOCKED_ASKED_AGAIN_AFTER : ASKED_AGAIN_AFTER)
        >= 0;
  }

  /**
   * What {@code from} found on its way to {@code to}, when it last tried; nothing while the way
   * back is still to be tried for the first time, for only both together tell which one is blocked.
   */
  synchronized Optional<Reach> found(NodeName from, NodeName to) {
    Way back = new Way(to, from);
    boolean isOpen = inFlight.containsKey(back) || waiting.contains(back);
    return isOpen && known(back).isEmpty() ? Optional.empty() : known(new Way(from, to));
  }

  private Optional<Reach> known(Way way) {
    return Optional.ofNullable(asked.get(way)).map(answered -> answered.found);
  }

  /**
   * Forgets all other ways; answers about them that are still to come are dropped. Of those that
   * may matter again, some that are blocked are remembered: who found that may not be there to be
   * asked then.
   */
  synchronized void retain(Predicate<Way> wanted, Predicate<Way> mayMatter) {
    int spare = MOST_SPARE;
    for (Iterator<Map.Entry<Way, Asked>> all = asked.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Way, Asked> each = all.next();
      if (!wanted.test(each.getKey())) {
        if (spare > 0 && each.getValue().isBlocked() && mayMatter.test(each.getKey())) {
          spare--;
        } else {
          all.remove();
        }
      }
    }
    waiting.removeIf(wanted.negate());
  }

  private void begin() {
    for (Question next = next(); next != null; next = next()) {
      try {
        executor.execute(next);
      } catch (RuntimeException | Error refusal) { // as a thread that cannot be started
        faults.accept(refusal);
        synchronized (this) {
          waiting.clear(); // the next call of ask tries again
        }
        next.cancel(false);
      }
    }
  }

  /** Takes a way whose turn has come; null when there is none, or enough are in flight. */
  private synchronized @Nullable Question next() {
    Way way = closed || inFlight.size() >= MOST_IN_FLIGHT ? null : waiting.poll();
    if (way == null) {
      return null;
    }
    Since now = Since.now(nanoTime);
    asked.computeIfAbsent(way, _ -> new Asked(now)).last = now;
    Question question = new Question(way);
    inFlight.put(way, question);
    return question;
  }

  private void answer(Way way) {
    try {
      keep(way, reach(way));
    } catch (InterruptedException _) {
      return; // closed meanwhile
    } catch (RuntimeException | Error fault) {
      faults.accept(fault);
    }
  }

  private Reach reach(Way way) throws InterruptedException {
    try {
      return calls.reach(way.from(), way.to(), STEP);
    } catch (MeshCallException e) {
      return new Reach(LinkCause.UNKNOWN, e.reason().code() + ": " + e.detail());
    }
  }

  private synchronized void keep(Way way, Reach reach) {
    Asked known = asked.get(way);
    if (known != null) {
      known.found = reach;
    }
  }

  private void ended(Way way) {
    boolean isNews;
    synchronized (this) {
      inFlight.remove(way);
      answered++;
      boolean isLast = inFlight.isEmpty() && waiting.isEmpty();
      isNews = (isLast || answered == MOST_IN_FLIGHT) && !closed;
      answered = isLast ? 0 : answered;
    }
    begin();
    if (isNews) {
      onAnswers.run();
    }
  }

  /** Gives up the questions that are under way, and asks no more. */
  @Override
  public void close() {
    List<Question> underWay;
    synchronized (this) {
      closed = true;
      waiting.clear();
      underWay = List.copyOf(inFlight.values());
    }
    underWay.forEach(question -> question.cancel(true));
  }
}
