package io.nessiecluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.mesh.MeshCallException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

  /** The same, but its {@code global} connects it with nobody. */
  protected abstract NodeName startApart() throws Exception;

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

  /** Waits until the {@code global} of each node has heard of all that has happened. */
  protected abstract void settle(List<NodeName> nodes) throws Exception;

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
    MemberFacts again = calls().facts(member, TIMEOUT);
    assertThat(again.uptime()).isGreaterThanOrEqualTo(facts.uptime());
    assertThat(again).usingRecursiveComparison().ignoringFields("uptime").isEqualTo(facts);
  }

  @Test
  void aMemberTellsHowMuchItUsesOfWhatIsLimited() throws Exception {
    Vitals vitals = calls().vitals(start(), TIMEOUT);

    assertThat(List.of(vitals.processes(), vitals.atoms(), vitals.ports()))
        .allSatisfy(usage -> assertThat(usage.count()).isBetween(1L, usage.limit()));
    assertThat(vitals.mnesia()).isEqualTo(Optional.empty());
    assertThat(vitals.locks()).isEmpty();
    assertThat(vitals.products()).isEmpty();
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
    assertThat(reason(() -> calls().connect(nobody, nobody, TIMEOUT))).isEqualTo(Reason.NOT_LINKED);
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
    assertThat(reason(() -> calls().connect(frozen, member, SHORT))).isEqualTo(Reason.TIMEOUT);
    assertThat(visible(member)).isEmpty();
    assertThat(waiting).isNotDone();
    thaw(frozen);

    assertThat(waiting.get(20, TimeUnit.SECONDS).sightings()).isNotNull();
    assertThat(calls().vitals(frozen, TIMEOUT)).isNotNull();
  }

  @Test
  void membersConnectWhenOneIsAskedTo() throws Exception {
    NodeName one = start();
    NodeName other = start();

    assertThat(calls().connect(one, other, TIMEOUT)).isTrue();

    assertThat(seenBy(one)).containsExactly(other);
    awaitSeenBy(other, Set.of(one));
  }

  @Test
  void whoIsConnectedStaysSoByTheSameConnection() throws Exception {
    NodeName one = start();
    NodeName other = start();
    connect(one, other);
    List<Sighting> before = visible(one);

    assertThat(calls().connect(one, other, TIMEOUT)).isTrue();
    assertThat(calls().connect(other, one, TIMEOUT)).isTrue();

    assertThat(visible(one)).isEqualTo(before);
  }

  @Test
  void nobodyConnectsWithWhoIsNotThere() throws Exception {
    NodeName one = start();
    NodeName other = start();
    stop(other);

    assertThat(calls().connect(one, other, TIMEOUT)).isFalse();

    assertThat(visible(one)).isEmpty();
  }

  @Test
  void globalMakesAMeshOfLoneMembersThatAreJoinedInAChain() throws Exception {
    List<NodeName> all = List.of(start(), start(), start());

    assertThat(calls().connect(all.get(0), all.get(1), TIMEOUT)).isTrue();
    assertThat(calls().connect(all.get(1), all.get(2), TIMEOUT)).isTrue();

    awaitWhole(all);
  }

  @Test
  void globalMakesOneMeshOfTwo() throws Exception {
    List<NodeName> all = List.of(start(), start(), start(), start());
    connect(all.get(0), all.get(1));
    connect(all.get(2), all.get(3));

    assertThat(calls().connect(all.get(3), all.get(0), TIMEOUT)).isTrue();

    awaitWhole(all);
  }

  @Test
  void whereGlobalConnectsNobodyAChainStaysOne() throws Exception {
    List<NodeName> all = List.of(startApart(), startApart(), startApart());
    assertThat(calls().facts(all.getFirst(), TIMEOUT).connectAll()).isFalse();

    assertThat(calls().connect(all.get(0), all.get(1), TIMEOUT)).isTrue();
    assertThat(calls().connect(all.get(1), all.get(2), TIMEOUT)).isTrue();

    awaitSeenBy(all.get(1), Set.of(all.get(0), all.get(2)));
    settle(all);
    assertThat(seenBy(all.get(0))).containsExactly(all.get(1));
    assertThat(seenBy(all.get(2))).containsExactly(all.get(1));
  }

  private void awaitWhole(List<NodeName> all) throws Exception {
    for (NodeName each : all) {
      Set<NodeName> others = new HashSet<>(all);
      others.remove(each);
      awaitSeenBy(each, others);
    }
  }

  private void awaitSeenBy(NodeName node, Set<NodeName> others) throws Exception {
    TestNodes.await(node + " sees " + others, () -> seenBy(node).equals(others));
  }

  private Set<NodeName> seenBy(NodeName node) {
    try {
      return visible(node).stream().map(Sighting::node).collect(Collectors.toSet());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
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
