package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Faults;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Pair;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Party;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Situation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Acts on plans, if the mode is to: newcomers a few at a time, heals one after the other, and
 * nothing new while that is under way. Everything that is decided is decided under one lock, and
 * nobody is waited for under it. Safe for threads.
 *
 * <p>A replica that follows another one plans and shows as all do, but neither acts nor tells. What
 * is asked for by hand is made in any mode, while joining is paused, and by a replica that follows:
 * who asks for it knows what for. The rules are the same, as {@code mesh.mode=heal} has them.
 */
public final class MeshKeeper implements MeshKeeping, AutoCloseable {

  /** How many newcomers are asked at once: more make {@code global} busy with itself. */
  static final int AT_ONCE = 4;

  private final MeshSettings settings;
  private final Environment environment;
  private final ToLongFunction<NodeName> creations;
  private final Consumer<MeshEvent> events;
  private final Runnable onActs;
  private final JoinCaller caller;
  private final Faults faults = new Faults("joining members");
  private final JoinNews news; // guarded by this, as all below
  private final JoinLedger ledger = new JoinLedger();
  private @Nullable Situation situation;
  private Optional<Instant> plannedAt = Optional.empty();
  private Optional<NodeName> leader = Optional.empty();
  private boolean paused;
  private boolean acting;
  private boolean hasMade; // any join, since it acts
  private boolean closed;
  private @Nullable JoinBatch batch;
  private volatile Keeping keeping;

  /**
   * A keeper with nothing to do.
   *
   * @param creations the incarnation of a member that discovery names and that is linked with us
   *     now; -1 where there is none
   * @param events hears what is done, in no order of acts at one time; called with no lock held, by
   *     many threads
   * @param onActs told when all that was under way has ended, if anything was made, or when the
   *     state is another one; called with no lock held
   */
  public MeshKeeper(
      MeshSettings settings,
      MeshCalls calls,
      Environment environment,
      ToLongFunction<NodeName> creations,
      Consumer<MeshEvent> events,
      Runnable onActs) {
    this.settings = settings;
    this.environment = environment;
    this.creations = creations;
    this.events = events;
    this.onActs = onActs;
    this.news = new JoinNews(settings.stableFor());
    this.caller = new JoinCaller(calls, environment.clock(), environment.nanoTime());
    this.keeping = keeping(JoinPlan.NONE);
  }

  /**
   * Makes a plan of what a sweep has found, tells what is new in it, and begins to act; but only
   * shows it, where members were asked before the last join was made. For the thread of the sweeps.
   *
   * @param acting the replica of this service that acts, where that is another one
   */
  public JoinPlan plan(Situation now, Optional<NodeName> acting) {
    Instant at = environment.clock().instant();
    List<MeshEvent> told;
    JoinPlan plan;
    Optional<JoinBatch> begun;
    synchronized (this) {
      boolean isNew = isTold(now);
      JoinPlan first = JoinPlan.of(now, ledger.history(), settings);
      situation = now;
      leader = acting;
      plannedAt = Optional.of(at);
      plan = isNew ? suspending(first, now) : first;
      told = isNew ? news(plan, at, now.nanos()) : List.of();
      publish(plan);
      begun = isNew ? begin(plan.joins(), now) : Optional.empty();
    }
    try {
      told.forEach(events);
    } finally {
      begun.ifPresent(batch -> batch.start(atOnce(plan), environment.executor()));
    }
    return plan;
  }

  /**
   * Whether members were asked after the last join was made. Else who was joined meanwhile still
   * seems alone, and what the plan rests upon is not worth a try.
   */
  public synchronized boolean isTold(Situation now) {
    return ledger.history().isToldIn(now);
  }

  /** A plan that finds that heals do not last is the last one with heals. */
  private JoinPlan suspending(JoinPlan plan, Situation now) {
    boolean suspends =
        settings.mode() == Mode.HEAL
            && !ledger.history().suspended()
            && plan.refusals().stream().anyMatch(refusal -> refusal.rule() == Rule.SUSPENDED);
    if (!suspends) {
      return plan;
    }
    ledger.suspend();
    return JoinPlan.of(now, ledger.history(), settings);
  }

  private List<MeshEvent> news(JoinPlan plan, Instant at, long nanos) {
    if (settings.mode() == Mode.WATCH || leader.isPresent()) {
      return List.of();
    }
    List<MeshEvent> told = news.of(plan, settings.mode() == Mode.ADVISE, at, nanos);
    ledger.refused(told.stream().filter(JoinRefused.class::isInstance).count());
    return told;
  }

  private static int atOnce(JoinPlan plan) {
    return plan.joins().stream().anyMatch(join -> join.kind().heals()) ? 1 : AT_ONCE;
  }

  private Optional<JoinBatch> begin(List<Join> joins, Situation now) {
    if (joins.isEmpty() || acting || closed || !state().acts()) {
      return Optional.empty();
    }
    acting = true;
    batch =
        new JoinBatch(
            joins,
            join -> {
              Optional<Keeping.Act> _ = make(join, now, false);
            },
            this::ended,
            faults,
            environment.nanoTime());
    return Optional.of(batch);
  }

  private Optional<Keeping.Act> make(Join join, Situation now, boolean byHand)
      throws InterruptedException {
    Optional<Keeping.Act> made = caller.make(join, byHand, node -> isStill(node, now));
    if (made.isPresent()) {
      remember(made.get(), creation(join.from(), now));
      JoinNews.of(made.get()).forEach(events);
    }
    return made;
  }

  private synchronized void remember(Keeping.Act act, long creation) {
    hasMade = true;
    ledger.made(act, creation, environment.nanoTime().getAsLong());
    publish(keeping.plan());
  }

  private boolean isStill(NodeName node, Situation now) {
    return creations.applyAsLong(node) == creation(node, now);
  }

  private static long creation(NodeName node, Situation now) {
    Party party = now.parties().get(node);
    return party == null ? 0 : party.creation();
  }

  /** Where nothing was made, another sweep would find the same, and would do so at once again. */
  private void ended() {
    boolean isOther;
    synchronized (this) {
      isOther = hasMade;
      acting = false;
      hasMade = false;
      batch = null;
    }
    if (isOther) {
      onActs.run();
    }
  }

  @Override
  public Keeping.Act join(NodeName from, NodeName to)
      throws JoinRefusedException, InterruptedException {
    Situation now;
    Join join;
    synchronized (this) {
      now = situation;
      if (now == null || closed) {
        throw refused(closed ? "this service ends" : "no member has been asked yet");
      }
      if (!isTold(now)) {
        throw tooSoon("members have not told yet what the last join has changed");
      }
      join = planned(Pair.of(from, to), now);
      if (acting) {
        throw tooSoon("other joins are under way");
      }
      acting = true;
    }
    try {
      return make(join, now, true)
          .orElseThrow(() -> refused("one of the two is not linked any more, or was restarted"));
    } finally {
      ended();
    }
  }

  private static JoinRefusedException tooSoon(String why) {
    return new JoinRefusedException(Optional.of(Rule.TOO_OFTEN), why + ": try again");
  }

  private static JoinRefusedException refused(String why) {
    return new JoinRefusedException(Optional.empty(), why);
  }

  /** The join of two, as {@code mesh.mode=heal} would make it, if no other one came before it. */
  private Join planned(Pair pair, Situation now) throws JoinRefusedException {
    return JoinPlan.of(now, ledger.history(), settings.in(Mode.HEAL), pair).join(pair);
  }

  @Override
  public Keeping pause() {
    return set(true);
  }

  @Override
  public Keeping resume() {
    return set(false);
  }

  private Keeping set(boolean toPaused) {
    Keeping now;
    synchronized (this) {
      paused = toPaused;
      if (!toPaused) {
        ledger.resume();
      }
      publish(keeping.plan());
      now = keeping;
    }
    onActs.run();
    return now;
  }

  @Override
  public Keeping keeping() {
    return keeping;
  }

  private void publish(JoinPlan plan) {
    keeping = keeping(plan);
  }

  private Keeping keeping(JoinPlan plan) {
    return new Keeping(state(), leader, plannedAt, plan, ledger.recent(), ledger.counts());
  }

  private State state() {
    return State.of(settings.mode(), paused, leader.isPresent(), ledger.history().suspended());
  }

  /** Begins no more joins, and gives up those that are under way. */
  @Override
  public void close() {
    JoinBatch running;
    synchronized (this) {
      closed = true;
      running = batch;
    }
    if (running != null) {
      running.cancel();
    }
  }
}
