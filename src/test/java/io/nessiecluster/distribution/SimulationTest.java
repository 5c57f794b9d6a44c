package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many runs of the {@link Simulation}, each by its seed: 10,000, or {@code -Dsimulation.seeds=N}.
 * {@code -Dsimulation.seed=S} replays one and prints what happens: to the file of its output, or,
 * with {@code -Dmaven.test.redirectTestOutputToFile=false}, to the console.
 */
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);
  private static final int SEEDS_TO_CATCH_A_WRONG_RULE = 3_000;

  @Test
  void whateverTheNetworkDoesEachPairIsLeftWithOneLinkOrNone() {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      replay(seed);
    } else {
      LongStream.range(0, SEEDS).forEach(each -> run(each, CrossingRule.NET_KERNEL));
    }
  }

  /** Dials are at targets, and of the names nothing is known but what the peers tell. */
  @Test
  void soItIsWhereNamesAreLearntFromThePeers() {
    LongStream.range(0, SEEDS / 4)
        .forEach(
            seed ->
                violation(new Simulation(seed, CrossingRule.NET_KERNEL, PeerNaming.BY_PEER, false))
                    .ifPresent(e -> fail("seed %d: %s".formatted(seed, e), e)));
  }

  @Test
  void aSeedIsOneRun() {
    assertThat(trace(42)).isNotBlank().isEqualTo(trace(42)).isNotEqualTo(trace(43));
  }

  @Test
  void aRuleThatAcceptsWhateverComesIsCaught() {
    assertCatches((own, _) -> new DialState.Crossing(Verdict.OK, own));
  }

  @Test
  void aRuleByWhichBothWinIsCaught() {
    assertCatches((own, _) -> own.meet(true));
  }

  /** As it was once: a name that anyone can claim ended a dial of which the peer knew. */
  @Test
  void aRuleByWhichANameAloneEndsADialIsCaught() {
    assertCatches(
        (own, greater) ->
            own instanceof DialState.Introduced && !greater
                ? new DialState.Crossing(Verdict.OK_SIMULTANEOUS, new DialState.Yielded())
                : own.meet(greater));
  }

  /** As it was once: so each of two dials could end for the other's sake. */
  @Test
  void aRuleByWhichTheGreaterNameKeepsWaitingForMoreIsCaught() {
    assertCatches(
        (own, greater) ->
            own instanceof DialState.HoldingBack && greater
                ? new DialState.Crossing(Verdict.OK, own)
                : own.meet(greater));
  }

  private static void assertCatches(CrossingRule wrong) {
    Optional<SimViolation> caught =
        LongStream.range(0, SEEDS_TO_CATCH_A_WRONG_RULE)
            .mapToObj(seed -> violation(new Simulation(seed, wrong, false)))
            .flatMap(Optional::stream)
            .findFirst();
    assertThat(caught).isPresent();
  }

  private static void run(long seed, CrossingRule rule) {
    try {
      new Simulation(seed, rule, false).run();
    } catch (SimViolation | RuntimeException e) {
      fail(
          "seed %d: %s%nreplay: ./mvnw test -Dtest=SimulationTest -Dsimulation.seed=%d -Dmaven.test.redirectTestOutputToFile=false"
              .formatted(seed, e, seed),
          e);
    }
  }

  private static Optional<SimViolation> violation(Simulation simulation) {
    try {
      simulation.run();
      return Optional.empty();
    } catch (SimViolation e) {
      return Optional.of(e);
    }
  }

  private static void replay(long seed) {
    Simulation simulation = new Simulation(seed, CrossingRule.NET_KERNEL, true);
    try {
      simulation.run();
    } finally {
      System.out.print(simulation.loop.traced());
    }
  }

  private static String trace(long seed) {
    Simulation simulation = new Simulation(seed, CrossingRule.NET_KERNEL, true);
    simulation.run();
    return simulation.loop.traced();
  }
}
