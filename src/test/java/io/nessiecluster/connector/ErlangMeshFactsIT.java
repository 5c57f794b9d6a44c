package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.RequiresErlang;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.Vitals;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real BEAMs tell of themselves: the facts of a start, and how they are now. */
@RequiresErlang
@Timeout(120)
class ErlangMeshFactsIT {

  private AskedBeams beams;

  @BeforeEach
  void open() throws Exception {
    beams = new AskedBeams();
  }

  @AfterEach
  void close() throws Exception {
    beams.close();
  }

  @Test
  void factsAreThoseOfTheCommandLineAndTheEnvironment() throws Exception {
    MemberFacts facts =
        beams.calls.facts(
            beams.start(
                "-kernel",
                "net_ticktime",
                "8",
                "-kernel",
                "prevent_overlapping_partitions",
                "false",
                "-connect_all",
                "false",
                "-env",
                "RELEASE_NAME",
                "shop",
                "-env",
                "RELEASE_VSN",
                "1.2.3-rc.1+b"),
            AskedBeams.TIMEOUT);

    assertThat(facts)
        .isEqualTo(
            new MemberFacts(
                facts.otpRelease(),
                facts.uptime(),
                Optional.of("shop"),
                Optional.of("1.2.3-rc.1+b"),
                8,
                false,
                false));
    assertThat(facts.otpRelease()).matches("\\d\\d");
  }

  @Test
  void theUptimeIsThatOfTheMember() throws Exception {
    NodeName member = beams.start();
    String clock = "element(1, statistics(wall_clock))";

    long before = Long.parseLong(beams.eval(member, clock));
    long told = beams.calls.facts(member, AskedBeams.TIMEOUT).uptime().toMillis();
    long after = Long.parseLong(beams.eval(member, clock));

    assertThat(told).isBetween(before, after);
  }

  @Test
  void withoutAReleaseThereIsNone() throws Exception {
    MemberFacts facts = beams.calls.facts(beams.start(), AskedBeams.TIMEOUT);

    assertThat(facts.releaseName()).isEmpty();
    assertThat(facts.releaseVersion()).isEmpty();
  }

  @Test
  void aTickTimeThatIsChangingIsTheComingOne() throws Exception {
    NodeName member = beams.start();
    assertThat(beams.eval(member, "net_kernel:set_net_ticktime(20, 30)"))
        .isEqualTo("change_initiated");

    assertThat(beams.calls.facts(member, AskedBeams.TIMEOUT).netTickTimeSeconds()).isEqualTo(20);
  }

  @Test
  void aMemberWithoutASettingHasTheDefaultOfItsRelease() throws Exception {
    NodeName member = beams.start("-connect_all", "false");
    beams.eval(member, "application:unset_env(kernel, connect_all)"); // as before OTP 25
    beams.eval(member, "application:unset_env(kernel, prevent_overlapping_partitions)");

    MemberFacts facts = beams.calls.facts(member, AskedBeams.TIMEOUT);

    assertThat(facts.connectAll()).isFalse();
    assertThat(facts.preventOverlappingPartitions()).isTrue();
  }

  @Test
  void vitalsAreThoseOfTheMember() throws Exception {
    NodeName member = beams.start();
    beams.registerGlobally(member, "leader");
    assertThat(beams.eval(member, "global:set_lock({[\"a\",1], <<\"me\">>}, [node()])"))
        .isEqualTo("true");

    Vitals vitals = beams.calls.vitals(member, AskedBeams.TIMEOUT);

    assertThat(vitals.processes().limit())
        .isEqualTo(Long.parseLong(beams.eval(member, "erlang:system_info(process_limit)")));
    assertThat(vitals.atoms().limit())
        .isEqualTo(Long.parseLong(beams.eval(member, "erlang:system_info(atom_limit)")));
    assertThat(vitals.ports().limit())
        .isEqualTo(Long.parseLong(beams.eval(member, "erlang:system_info(port_limit)")));
    assertThat(vitals.globalNames()).isEqualTo(1);
    assertThat(vitals.locks()).containsExactly(new Vitals.GlobalLock("[\"a\",1]", "<<\"me\">>"));
  }

  @Test
  void noMoreThanTheFirstLocksAreTold() throws Exception {
    NodeName member = beams.start();
    beams.eval(member, "[global:set_lock({N, self()}, [node()]) || N <- lists:seq(1, 100)]");

    assertThat(beams.calls.vitals(member, AskedBeams.TIMEOUT).locks())
        .hasSize(16)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aProductIsOneFromTheMomentThatItIsLoaded(Vitals.Product product) throws Exception {
    NodeName member = beams.start();
    String name = product.application();
    assertThat(beams.calls.vitals(member, AskedBeams.TIMEOUT).products()).isEmpty();

    assertThat(
            beams.eval(
                member,
                "application:load({application, %s, [{vsn, \"3.10\"}, {modules, []}]})"
                    .formatted(name)))
        .isEqualTo("ok");
    assertThat(beams.calls.vitals(member, AskedBeams.TIMEOUT).products()).containsExactly(product);

    assertThat(beams.eval(member, "application:unload(%s)".formatted(name))).isEqualTo("ok");
    assertThat(beams.calls.vitals(member, AskedBeams.TIMEOUT).products()).isEmpty();
  }

  @Test
  void mnesiaIsAskedOnlyWhereItRunsAndItsCodeIsLoadedNowhereElse() throws Exception {
    NodeName one = beams.start();
    NodeName other = beams.start();
    assumeTrue(
        !beams.eval(one, "code:which(mnesia)").equals("non_existing"),
        "N/A on this machine: no mnesia (Debian: apt-get install erlang-mnesia)");
    assertThat(beams.calls.vitals(one, AskedBeams.TIMEOUT).mnesia()).isEmpty();
    assertThat(beams.eval(one, "code:is_loaded(mnesia)")).isEqualTo("false");
    beams.connect(one, other);
    assertThat(beams.eval(one, "application:start(mnesia)")).isEqualTo("ok");
    assertThat(beams.eval(other, "application:start(mnesia)")).isEqualTo("ok");
    assertThat(
            beams.eval(
                one,
                "mnesia:change_config(extra_db_nodes, [%s])".formatted(AskedBeams.atom(other))))
        .isEqualTo("{ok,[%s]}".formatted(AskedBeams.atom(other)));
    Set<NodeName> both = Set.of(one, other);
    assertThat(beams.calls.vitals(one, AskedBeams.TIMEOUT).mnesia())
        .hasValue(new Vitals.MnesiaNodes(both, both));

    assertThat(beams.eval(other, "application:stop(mnesia)")).isEqualTo("ok");

    TestNodes.await("mnesia runs at one alone", () -> running(one).equals(Set.of(one)));
    assertThat(beams.calls.vitals(other, AskedBeams.TIMEOUT).mnesia()).isEmpty();
  }

  private Set<NodeName> running(NodeName member) {
    try {
      return beams.calls.vitals(member, AskedBeams.TIMEOUT).mnesia().orElseThrow().running();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
