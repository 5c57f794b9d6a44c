package io.nessiecluster.mesh.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.nessiecluster.mesh.MeshSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Many runs of the {@link MeshSimulation}, each by its seed: 60, or {@code -Dsimulation.seeds=N}.
 * {@code -Dsimulation.seed=S} replays one and prints what happens: to the file of its output, or,
 * with {@code -Dmaven.test.redirectTestOutputToFile=false}, to the console. With {@code
 * -Dsimulation.all=true} seeds that fail are listed, and the others are run all the same.
 */
class MeshSimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 60);
  private static final int SEEDS_TO_CATCH_A_FAULT = 400;
  private static final Duration STABLE_FOR = MeshSettings.DEFAULT.stableFor();

  @Test
  void noJoinTearsAHealthyLinkAndTheMeshBecomesWhole() {
    Long seed = Long.getLong("simulation.seed");
    if (seed != null) {
      System.out.print(story(seed));
    }
    long first = seed == null ? 0 : seed;
    long end = seed == null ? SEEDS : seed + 1;
    boolean all = Boolean.getBoolean("simulation.all");
    StringBuilder failed = new StringBuilder();
    int deeds = 0;
    int torn = 0;
    for (long each = first; each < end && (all || failed.isEmpty()); each++) {
      MeshSimulation simulation = new MeshSimulation(each, Sabotage.NONE, STABLE_FOR, false);
      Optional<Throwable> violation = violation(simulation);
      if (violation.isPresent()) {
        failed.append("seed %d: %s%n".formatted(each, violation.get()));
      }
      deeds += simulation.deeds();
      torn += simulation.torn();
    }
    System.out.printf(
        "%d connects, %d healthy links torn by what nobody could know%n%s", deeds, torn, failed);
    if (!failed.isEmpty()) {
      fail(failed + "replay: ./mvnw test -Dtest=MeshSimulationTest -Dsimulation.seed=N");
    }
    assertThat(deeds).isPositive();
  }

  @Test
  void aSeedIsOneRun() {
    for (long seed = 40; seed < 45; seed++) {
      assertThat(story(seed)).isNotBlank().isEqualTo(story(seed)).isNotEqualTo(story(seed + 1));
    }
  }

  @Test
  void whoHeedsNoBlockedWayIsCaught() {
    assertCatches(Lies::allWaysAreFree, STABLE_FOR, "the way from");
  }

  @Test
  void whoHealsAtOnceIsCaught() {
    assertCatches(Sabotage.NONE, Duration.ZERO, "heals");
  }

  @Test
  void whoHeedsNoProductIsCaught() {
    assertCatches(Lies::nothingRuns, STABLE_FOR, "a product runs there");
  }

  @Test
  void whoHeedsNoDatabaseIsCaught() {
    assertCatches(Lies::nothingRuns, STABLE_FOR, "mnesia of both sides was one");
  }

  @Test
  void whoHeedsNoNameIsCaught() {
    assertCatches(Lies::nothingIsRegistered, STABLE_FOR, "both sides have registered a name");
  }

  private static void assertCatches(Sabotage sabotage, Duration stableFor, String what) {
    Optional<Throwable> caught =
        LongStream.range(0, SEEDS_TO_CATCH_A_FAULT)
            .mapToObj(seed -> violation(new MeshSimulation(seed, sabotage, stableFor, false)))
            .flatMap(Optional::stream)
            .filter(violation -> String.valueOf(violation.getMessage()).contains(what))
            .findFirst();
    assertThat(caught).isPresent();
  }

  private static Optional<Throwable> violation(MeshSimulation simulation) {
    try {
      simulation.run();
      return Optional.empty();
    } catch (Violation | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static String story(long seed) {
    MeshSimulation simulation = new MeshSimulation(seed, Sabotage.NONE, STABLE_FOR, true);
    String end = violation(simulation).map(e -> e + "\n").orElse("");
    return simulation.story() + end;
  }
}
