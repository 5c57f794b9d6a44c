package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A join that ends in the midst of a sweep, to which all have told already whom they see. */
class JoinDuringASweepTest {

  private final AtomicReference<Runnable> during = new AtomicReference<>(() -> {});
  private final FakeMeshCalls beams =
      new FakeMeshCalls() {
        @Override
        public Set<String> globalNames(NodeName member, Duration timeout)
            throws MeshCallException, InterruptedException {
          during.getAndSet(() -> {}).run(); // all have told their views
          return super.globalNames(member, timeout);
        }
      };
  private final MeshFixture mesh = new MeshFixture(beams).young(2).in(Mode.FORM);

  @AfterEach
  void close() {
    mesh.close();
  }

  /** To it, who was joined since then is still one that may be joined. */
  @Test
  void whatMembersToldBeforeAJoinIsNoReasonToTryWays() {
    var _ = mesh.keeper().pause();
    MeshSnapshot _ = mesh.acts(3);
    long before = mesh.tries();
    mesh.startYoung(node(9));
    during.set(
        () -> {
          mesh.time.advance(Duration.ofMillis(1));
          assertThatCode(() -> mesh.keeper().join(node(3), node(2))).doesNotThrowAnyException();
        });
    MeshSnapshot _ = mesh.sweep();
    mesh.awaitIdle();

    assertThat(mesh.keeper().keeping().plan().ways()).isNotEmpty();
    assertThat(mesh.tries()).isEqualTo(before);
    var _ = mesh.keeper().resume();
    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.tries()).isGreaterThan(before);
  }

  /** Its plan is of what members told before, when the two were alone. */
  @Test
  void aJoinThatEndsDuringASweepIsNotMadeAgainByIt() {
    var _ = mesh.keeper().pause();
    MeshSnapshot _ = mesh.acts(3);
    during.set(
        () -> {
          mesh.time.advance(Duration.ofMillis(1));
          assertThatCode(() -> mesh.keeper().join(node(3), node(2))).doesNotThrowAnyException();
          var _ = mesh.keeper().resume();
        });
    MeshSnapshot now = mesh.sweep();
    mesh.awaitIdle();

    assertThat(now.islands()).hasSize(2);
    assertThat(mesh.connects()).isEqualTo(1);
    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MemberJoined.class)).hasSize(1);
  }
}
