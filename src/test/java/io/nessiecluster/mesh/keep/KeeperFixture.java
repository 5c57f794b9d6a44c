package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.plan.Scene.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A keeper whose plans, tasks and time come when a test says so. */
final class KeeperFixture {

  static final NodeName LEADER = new NodeName("nessie@10.0.0.1");

  /** Members that connect as a test says; each connect is remembered. */
  static final class Connects extends FakeMeshCalls {
    final List<Way> made = new ArrayList<>();
    Answer answer = _ -> true;

    interface Answer {
      boolean of(Way way) throws MeshCallException, InterruptedException;
    }

    @Override
    public boolean connect(NodeName from, NodeName to, Duration timeout)
        throws MeshCallException, InterruptedException {
      assertThat(timeout).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(15));
      made.add(new Way(from, to));
      return answer.of(new Way(from, to));
    }
  }

  final ManualTime time = new ManualTime();
  final TasksByHand tasks = new TasksByHand();
  final Connects calls = new Connects();
  final Map<NodeName, Long> creations = new HashMap<>();
  final List<MeshEvent> told = new ArrayList<>();
  Consumer<MeshEvent> listener = told::add;
  int nudges;
  MeshKeeper keeper = keeper(Mode.HEAL, tasks);

  /** Another one that has done nothing yet. */
  KeeperFixture in(Mode mode) {
    return in(mode, tasks);
  }

  /** The same, on threads of its own. */
  KeeperFixture in(Mode mode, ExecutorService executor) {
    keeper = keeper(mode, executor);
    return this;
  }

  private MeshKeeper keeper(Mode mode, ExecutorService executor) {
    return new MeshKeeper(
        MeshSettings.DEFAULT.in(mode),
        calls,
        new Environment(time, time, new Random(42), executor),
        node -> creations.getOrDefault(node, 1L),
        event -> listener.accept(event),
        () -> nudges++);
  }

  JoinPlan plan(Scene scene) {
    return keeper.plan(scene.situation(time.getAsLong()), Optional.empty());
  }

  void planAndAct(Scene scene) {
    JoinPlan _ = plan(scene);
    tasks.runAll();
  }

  /** Plans and acts every five seconds. */
  void planAndAct(Scene scene, Duration duration) {
    for (Duration past = Duration.ZERO; past.compareTo(duration) < 0; past = past.plusSeconds(5)) {
      planAndAct(scene);
      time.advance(Duration.ofSeconds(5));
    }
  }

  Keeping now() {
    return keeper.keeping();
  }

  <E extends MeshEvent> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Keeping.Act join(String from, String to) throws Exception {
    return keeper.join(node(from), node(to));
  }

  JoinRefusedException refused(String from, String to) {
    JoinRefusedException refused =
        catchThrowableOfType(JoinRefusedException.class, () -> join(from, to));
    assertThat(refused).isNotNull();
    return refused;
  }

  static Scene newcomers(int count) {
    return new Scene()
        .newcomers(IntStream.range(0, count).mapToObj("n%02d"::formatted).toArray(String[]::new));
  }
}
