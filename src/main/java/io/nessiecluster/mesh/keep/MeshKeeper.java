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
import io.nessiecluster.mesh.plan.JoinHistory;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Party;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Situation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Acts on plans, if the mode is to: newcomers a few at a time, heals one after the other, and nothing
 * new while that is under way. Everything that is decided is decided under one lock, and no member
 * is waited for under it. Safe for threads.
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
  private final JoinNews news = new JoinNews(); // guarded by this, as all below
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private final Deque<Keeping.Act> recent = new ArrayDeque<>();
  private JoinHistory history = JoinHistory.NONE;
  private @Nullable Situation situation;
  private Optional<Instant> plannedAt = Optional.empty();
  private Optional<NodeName> leader = Optional.empty();
  private boolean paused;
  private boolean acting;
  private boolean closed;
  private @Nullable JoinBatch batch;
  private volatile Keeping keeping;

  /**
   * A keeper with nothing to do.
   *
   * @param creations the incarnation of a node that is linked with us now; -1 where there is none
   * @param events hears what is done; called with no lock held
   * @param onActs told when all that was under way has ended, or the state is another one
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
    this.caller = new JoinCaller(calls, environment.clock(), environment.nanoTime());
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0L);
    }
    this.keeping =
        new Keeping(state(), leader, plannedAt, JoinPlan.NONE, List.of(), counts);
  }

  /**
   * Makes a plan of what a sweep has found, tells what is new in it, and begins to act. For the
   * thread of the sweeps.
   *
   * @param acting the replica of this service that acts, where that is another one
   */
  public JoinPlan plan(Situation now, Optional<NodeName> acting) {
    List<MeshEvent> told;
    JoinPlan plan;
    synchronized (this) {
      situation = now;
      leader = acting;
      plan = JoinPlan.of(now, history, settings);
      if (settings.mode() == Mode.HEAL && refuses(plan, Rule.SUSPENDED)) {
        history = history.suspend();
      }
      told =
          settings.mode() == Mode.WATCH
              ? List.of()
              : news.of(plan, settings.mode() == Mode.ADVISE, environment.clock().instant());
      counts.merge(
          Outcome.REFUSED,
          told.stream().filter(JoinRefused.class::isInstance).count(),
          Long::sum);
      plannedAt = Optional.of(environment.clock().instant());
      publish(plan);
    }
    told.forEach(events);
    act(plan.joins(), now);
    return plan;
  }

  private static boolean refuses(JoinPlan plan, Rule rule) {
    return plan.refusals().stream().anyMatch(refusal -> refusal.rule() == rule);
  }

  private void act(List<Join> joins, Situation now) {
    JoinBatch begun;
    synchronized (this) {
      if (joins.isEmpty() || acting || closed || !state().acts()) {
        return;
      }
      acting = true;
      begun = new JoinBatch(joins, join -> make(join, now, false), this::ended, faults);
      batch = begun;
    }
    begun.start(AT_ONCE, environment.executor());
  }

  private Keeping.Act make(Join join, Situation now, boolean byHand) throws InterruptedException {
    Keeping.Act act = caller.make(join, byHand, node -> isStill(node, now));
    synchronized (this) {
      history =
          history.with(
              new JoinHistory.Attempt(
                  environment.nanoTime().getAsLong(),
                  join.from(),
                  join.to(),
                  join.kind(),
                  creation(join.from(), now),
                  act.outcome() == Outcome.JOINED));
      counts.merge(act.outcome(), 1L, Long::sum);
      recent.addFirst(act);
      if (recent.size() > Keeping.RECENT) {
        recent.removeLast();
      }
      publish(keeping.plan());
    }
    JoinNews.of(act).forEach(events);
    return act;
  }

  private boolean isStill(NodeName node, Situation now) {
    return creations.applyAsLong(node) == creation(node, now);
  }

  private static long creation(NodeName node, Situation now) {
    Party party = now.parties().get(node);
    return party == null ? 0 : party.creation();
  }

  private void ended() {
    synchronized (this) {
      acting = false;
      batch = null;
    }
    onActs.run();
  }

  @Override
  public Keeping.Act join(NodeName from, NodeName to)
      throws JoinRefusedException, InterruptedException {
    Situation now;
    Join join;
    synchronized (this) {
      now = situation;
      if (now == null || closed) {
        throw new JoinRefusedException(Optional.empty(), "no member has been asked yet");
      }
      join = planned(Pair.of(from, to), now);
      if (acting) {
        throw new JoinRefusedException(
            Optional.of(Rule.TOO_OFTEN), "other joins are under way: try again");
      }
      acting = true;
    }
    try {
      return make(join, now, true);
    } finally {
      ended();
    }
  }

  /** The join of two, as {@code mesh.mode=heal} would make it. */
  private Join planned(Pair pair, Situation now) throws JoinRefusedException {
    JoinPlan plan = JoinPlan.of(now, history, settings.in(Mode.HEAL));
    for (Join join : plan.joins()) {
      if (join.pair().equals(pair)) {
        return join;
      }
    }
    for (Refusal refusal : plan.refusals()) {
      if (Pair.of(refusal.from(), refusal.to()).equals(pair)) {
        throw new JoinRefusedException(Optional.of(refusal.rule()), refusal.detail());
      }
    }
    throw new JoinRefusedException(
        Optional.empty(), "no such join is planned: GET /cluster/mesh/plan lists all");
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
        history = history.resume();
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
    keeping =
        new Keeping(
            state(),
            leader,
            plannedAt,
            plan,
            List.copyOf(recent),
            counts);
  }

  private State state() {
    return switch (settings.mode()) {
      case OFF, WATCH -> State.WATCHING;
      case ADVISE -> State.ADVISING;
      case FORM, HEAL -> {
        if (paused) {
          yield State.PAUSED;
        }
        if (leader.isPresent()) {
          yield State.FOLLOWING;
        }
        if (history.suspended()) {
          yield State.SUSPENDED;
        }
        yield settings.mode() == Mode.FORM ? State.FORMING : State.HEALING;
      }
    };
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
