package io.nessiecluster.connector;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.CallFailedException;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks members by calls of functions: of {@link RemoteFunction}, which is the closed list of all
 * that is ever called. By {@code erpc} where the member has it, so that each call runs and ends in
 * a process of its own.
 */
final class ErlangMeshCalls implements MeshCalls {

  private static final Atom EXIT = Term.atom("EXIT");
  private static final Atom IGNORED = Term.atom("ignored"); // its distribution is not up
  private static final Atom UNDEF = Term.atom("undef");

  /** The own node, what it was started with, and what its calls are timed by and run on. */
  record Alive(
      ErlangNode node, NodeSettings settings, LongSupplier nanoTime, ThreadFactory threads) {}

  private final Supplier<@Nullable Alive> alive;
  private final Map<RemoteFunction, LongAdder> counts; // immutable, one for each function
  private final ViewQuestion view = new ViewQuestion();

  /** The links to those without {@code erlang:nodes/2}, for as long as there are such links. */
  private final Set<Link> plain =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /**
   * Asks by way of the own node.
   *
   * @param alive null while it is not alive
   */
  ErlangMeshCalls(Supplier<@Nullable Alive> alive) {
    this.alive = alive;
    this.counts =
        Arrays.stream(RemoteFunction.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> new LongAdder()));
  }

  private LongAdder count(RemoteFunction function) {
    return Objects.requireNonNull(counts.get(function));
  }

  @Override
  public View view(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    Alive by = alive();
    Link link = by.node().link(member.text()).orElseThrow(() -> notLinked(member, "no link"));
    RemoteCall call = call(by, member, timeout);
    if (!plain.contains(link)) {
      Optional<View> whole = view.withConnections(call);
      if (whole.isPresent()) {
        return whole.get();
      }
      plain.add(link);
    }
    return view.plainly(call);
  }

  @Override
  public MemberFacts facts(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return FactsQuestion.ask(call(alive(), member, timeout));
  }

  @Override
  public Vitals vitals(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    return VitalsQuestion.ask(call(alive(), member, timeout));
  }

  @Override
  public Set<String> globalNames(NodeName member, Duration timeout)
      throws MeshCallException, InterruptedException {
    RemoteFunction function = RemoteFunction.GLOBAL_NAMES;
    Term answer = call(alive(), member, timeout).to(function);
    return Answers.list(function, answer).stream()
        .map(Answers::line)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Reach reach(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    Alive by = alive();
    RemoteCall call = call(by, from, timeout.multipliedBy(ReachQuestion.TIMEOUTS));
    return ReachQuestion.ask(call, to, by.settings(), timeout);
  }

  @Override
  public boolean connect(NodeName from, NodeName to, Duration timeout)
      throws MeshCallException, InterruptedException {
    RemoteFunction function = RemoteFunction.CONNECT_NODE;
    Term answer = call(alive(), from, timeout).to(function, Term.atom(to.text()));
    if (answer.equals(Answers.TRUE)) {
      return true;
    }
    if (answer.equals(Answers.FALSE) || answer.equals(IGNORED)) {
      return false;
    }
    throw Answers.unlike(function, "outcome", answer);
  }

  @Override
  public Map<String, Long> counts() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (RemoteFunction function : RemoteFunction.values()) {
      all.put(function.toString(), count(function).sum());
    }
    return all;
  }

  private Alive alive() throws MeshCallException {
    Alive by = alive.get();
    if (by == null) {
      throw new MeshCallException(Reason.NOT_LINKED, "the own node is not started");
    }
    return by;
  }

  private static MeshCallException notLinked(NodeName member, String why) {
    return new MeshCallException(Reason.NOT_LINKED, Printable.text(member.text()) + ": " + why);
  }

  private RemoteCall call(Alive by, NodeName member, Duration timeout) {
    Deadline deadline = Deadline.in(timeout, by.nanoTime());
    return new AtOnce(
        (function, arguments) -> call(by.node(), member, deadline, function, arguments),
        by.threads());
  }

  private Optional<Term> call(
      ErlangNode node,
      NodeName member,
      Deadline deadline,
      RemoteFunction function,
      Term... arguments)
      throws MeshCallException, InterruptedException {
    count(function).increment();
    try {
      return Optional.of(
          node.call(
              member.text(),
              function.module(),
              function.function(),
              List.of(arguments),
              deadline.left()));
    } catch (CallFailedException e) {
      if (e.reason().filter(ErlangMeshCalls::isUndefined).isPresent()) {
        return Optional.empty();
      }
      throw new MeshCallException(reason(e), e.detail());
    }
  }

  /** Whether a reason of {@code badrpc} is {@code {'EXIT', {undef, Stack}}}. */
  private static boolean isUndefined(Term reason) {
    return Answers.isTagged(reason, EXIT) && Answers.isTagged(((Tuple) reason).get(1), UNDEF);
  }

  private static Reason reason(CallFailedException e) {
    return switch (e.failure()) {
      case NOT_CONNECTED, NODE_LOST -> Reason.NOT_LINKED;
      case OVERLOADED, TIMEOUT -> Reason.TIMEOUT;
      case REFUSED -> Reason.REFUSED;
      case BAD_RPC -> Reason.BAD_ANSWER;
    };
  }
}
