package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshCallException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What holds for all who ask members, be they nodes in memory or real ones. */
public abstract class MeshCallsContract {

  protected static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofMillis(200);

  /** Who asks. */
  protected abstract MeshCalls calls();

  /** Starts a node that is linked with us alone. */
  protected abstract NodeName start() throws Exception;

  /** Ends a node, and waits until it is not linked with us. */
  protected abstract void stop(NodeName node) throws Exception;

  /** Makes two nodes connect, and waits until both list the other. */
  protected abstract void connect(NodeName one, NodeName other) throws Exception;

  /** Cuts what {@link #connect} made, and waits until neither lists the other. */
  protected abstract void disconnect(NodeName one, NodeName other) throws Exception;

  /** Makes a node connect with a hidden one, which is none of ours, and waits until it lists it. */
  protected abstract NodeName connectWithHidden(NodeName node) throws Exception;

  /** Registers a name with {@code global} at a node. */
  protected abstract void registerGlobally(NodeName node, String name) throws Exception;

  protected abstract void freeze(NodeName node) throws Exception;

  protected abstract void thaw(NodeName node) throws Exception;

  private static Reason reason(ThrowingCallable question) {
    CompletableFuture<Reason> reason = new CompletableFuture<>();
    assertThatThrownBy(question)
        .isInstanceOfSatisfying(
            MeshCallException.class,
            e -> {
              assertThat(e.detail()).isNotBlank().hasLineCount(1);
              reason.complete(e.reason());
            });
    return reason.join();
  }

  /** The nodes that it lists and that are not hidden: this one is. */
  private List<Sighting> visible(NodeName node) throws Exception {
    return calls().view(node, TIMEOUT).sightings().stream().filter(s -> !s.hidden()).toList();
  }

  private void askEverything(NodeName node, NodeName other) throws Exception {
    assertThat(calls().view(node, TIMEOUT).sightings()).isNotNull();
    assertThat(calls().facts(node, TIMEOUT)).isNotNull();
    assertThat(calls().vitals(node, TIMEOUT)).isNotNull();
    assertThat(calls().globalNames(node, TIMEOUT)).isNotNull();
    assertThat(calls().reach(node, other, TIMEOUT).cause()).isEqualTo(LinkCause.REACHABLE);
  }

  private long asked() {
    return calls().counts().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void aLoneMemberListsNobody() throws Exception {
    assertThat(visible(start())).isEmpty();
  }

  @Test
  void connectedMembersListEachOther() throws Exception {
    NodeName one = start();
    NodeName other = start();

    connect(one, other);

    assertThat(visible(one)).extracting(Sighting::node).containsExactly(other);
    assertThat(visible(other)).extracting(Sighting::node).containsExactly(one);
  }

  @Test
  void aConnectionIsTheSameUntilItIsMadeAgain() throws Exception {
    NodeName one = start();
    NodeName other = start();
    connect(one, other);
    List<Sighting> first = visible(one);

    assertThat(visible(one)).isEqualTo(first);
    disconnect(one, other);
    assertThat(visible(one)).isEmpty();
    connect(one, other);

    assertThat(visible(one)).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void aHiddenNodeIsListedAsHidden() throws Exception {
    NodeName member = start();

    NodeName hidden = connectWithHidden(member);

    assertThat(calls().view(member, TIMEOUT).sightings())
        .anyMatch(sighting -> sighting.node().equals(hidden) && sighting.hidden());
    assertThat(visible(member)).isEmpty();
  }

  @Test
  void aMemberTellsWhatItIsAndTheSameAgain() throws Exception {
    NodeName member = start();

    MemberFacts facts = calls().facts(member, TIMEOUT);

    assertThat(facts.otpRelease()).matches("\\d{2}");
    assertThat(facts.netTickTimeSeconds()).isEqualTo(60);
    assertThat(facts.preventOverlappingPartitions()).isTrue();
    assertThat(facts.connectAll()).isTrue();
    assertThat(calls().facts(member, TIMEOUT)).isEqualTo(facts);
  }

  @Test
  void aMemberTellsHowMuchItUsesOfWhatIsLimited() throws Exception {
    Vitals vitals = calls().vitals(start(), TIMEOUT);

    assertThat(List.of(vitals.processes(), vitals.atoms(), vitals.ports()))
        .allSatisfy(usage -> assertThat(usage.count()).isBetween(1L, usage.limit()));
    assertThat(vitals.mnesia()).isEqualTo(Optional.empty());
    assertThat(vitals.locks()).isEmpty();
  }

  @Test
  void aMemberTellsTheNamesThatAreRegisteredWithGlobal() throws Exception {
    NodeName member = start();
    assertThat(calls().globalNames(member, TIMEOUT)).isEmpty();

    registerGlobally(member, "leader");

    assertThat(calls().globalNames(member, TIMEOUT)).isEqualTo(Set.of("leader"));
  }

  @Test
  void whoHasNoLinkIsNotAsked() {
    NodeName nobody = new NodeName("nobody@127.0.0.1");

    assertThat(reason(() -> calls().view(nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
    assertThat(reason(() -> calls().facts(nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
    assertThat(reason(() -> calls().vitals(nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
    assertThat(reason(() -> calls().globalNames(nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
    assertThat(reason(() -> calls().reach(nobody, nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
  }

  @Test
  void whoIsGoneIsNotLinked() throws Exception {
    NodeName member = start();
    assertThat(visible(member)).isEmpty();

    stop(member);

    assertThat(reason(() -> calls().view(member, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
  }

  @Test
  void whoIsFrozenAnswersNothingInTimeAndDelaysNobody() throws Exception {
    NodeName frozen = start();
    NodeName member = start();
    freeze(frozen);
    CompletableFuture<View> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return calls().view(frozen, TIMEOUT);
              } catch (MeshCallException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            task -> Thread.ofVirtual().start(task));

    assertThat(reason(() -> calls().view(frozen, SHORT))).isEqualTo(Reason.TIMEOUT);
    assertThat(reason(() -> calls().facts(frozen, SHORT))).isEqualTo(Reason.TIMEOUT);
    assertThat(reason(() -> calls().vitals(frozen, SHORT))).isEqualTo(Reason.TIMEOUT);
    assertThat(reason(() -> calls().globalNames(frozen, SHORT))).isEqualTo(Reason.TIMEOUT);
    assertThat(visible(member)).isEmpty();
    assertThat(waiting).isNotDone();
    thaw(frozen);

    assertThat(waiting.get(20, TimeUnit.SECONDS).sightings()).noneMatch(s -> !s.hidden());
    assertThat(visible(frozen)).isEmpty();
  }

  @Test
  void anInterruptEndsTheQuestion() throws Exception {
    NodeName frozen = start();
    freeze(frozen);
    CompletableFuture<View> waiting = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    waiting.complete(calls().view(frozen, Duration.ofMinutes(1)));
                  } catch (MeshCallException | InterruptedException e) {
                    waiting.completeExceptionally(e);
                  }
                });

    asking.interrupt();

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    thaw(frozen);
  }

  @Test
  void aMemberIsReachableForAnotherOneWithoutTheirConnecting() throws Exception {
    NodeName one = start();
    NodeName other = start();

    Reach reach = calls().reach(one, other, TIMEOUT);

    assertThat(reach.cause()).isEqualTo(LinkCause.REACHABLE);
    assertThat(reach.detail()).isNotBlank().hasLineCount(1);
    assertThat(visible(one)).isEmpty();
    assertThat(visible(other)).isEmpty();
  }

  @Test
  void everyQuestionIsCountedAlsoThoseWithoutAnAnswer() throws Exception {
    NodeName member = start();
    long before = asked();

    assertThat(visible(member)).isEmpty();
    long once = asked();
    stop(member);
    assertThat(reason(() -> calls().facts(member, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);

    assertThat(once).isGreaterThan(before);
    assertThat(asked()).isGreaterThan(once);
    assertThat(calls().counts()).isInstanceOf(Map.class).isNotEmpty();
  }

  @Test
  void askingConnectsNobody() throws Exception {
    NodeName one = start();
    NodeName other = start();

    for (int i = 0; i < 100; i++) {
      askEverything(one, other);
      askEverything(other, one);
    }

    assertThat(visible(one)).isEmpty();
    assertThat(visible(other)).isEmpty();
  }
}
