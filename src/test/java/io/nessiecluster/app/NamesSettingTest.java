package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.PeerNames;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting of what nodes are called, and the queries that it allows. */
class NamesSettingTest {

  private static final String ANY = "*=rabbit-nodes.prod.svc.cluster.local.";

  @Test
  void nodesAreCalledByTheirAddressesUnlessToldOtherwise() {
    assertThat(SettingsTexts.parse(Map.of()).names()).isEqualTo(Settings.Names.ADDRESS);
    assertThat(SettingsTexts.parse(Map.of("names", " Peer ")).names())
        .isEqualTo(Settings.Names.PEER);
    assertThat(SettingsTexts.parseEnvironment(Map.of("NESSIE_CLUSTER_NAMES", "peer")).names())
        .isEqualTo(Settings.Names.PEER);
  }

  @Test
  void withTheNamesOfThePeersAnyBasenameMayBeAskedFor() {
    Settings settings = SettingsTexts.parse(Map.of("names", "peer", "query", "app.svc," + ANY));

    assertThat(settings.cluster().queries())
        .containsExactly(
            new DnsQuery.Name("app.svc"),
            new DnsQuery.Name(ANY.substring(2), Optional.of(PeerNames.ANY)));
    assertThat(settings.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pear", "", "peer,address", "*"})
  void whatIsNoModeStopsTheStartWithBothThatThereAre(String text) {
    assertThatThrownBy(() -> SettingsTexts.parse(Map.of("names", text)))
        .hasMessage("nessie-cluster.names=" + text + " is wrong; allowed: address, peer");
  }

  @Test
  void anyBasenameNeedsTheNamesOfThePeers() {
    assertThatThrownBy(() -> SettingsTexts.parse(Map.of("query", "app.svc, " + ANY)))
        .hasMessage(
            "nessie-cluster.query="
                + ANY
                + " is wrong; allowed: ignore, name or basename=name, joined by commas;"
                + " *=name needs nessie-cluster.names=peer");
  }

  @Test
  void aBlankAroundTheModeChangesNothing() {
    assertThatThrownBy(() -> SettingsTexts.parse(Map.of("names", " address ", "query", ANY)))
        .hasMessageStartingWith("nessie-cluster.query=" + ANY + " is wrong");
  }

  @Test
  void aWrongModeIsNotBlamedOnTheQueryToo() {
    assertThatThrownBy(() -> SettingsTexts.parse(Map.of("names", "pear", "query", ANY)))
        .hasMessage("nessie-cluster.names=pear is wrong; allowed: address, peer");
  }

  @Test
  void whatIsNoBasenameIsToldWithTheOneSignThatStandsForAll() {
    assertThatThrownBy(
            () -> SettingsTexts.parse(Map.of("names", "peer", "query", "rabbit*=nodes.svc")))
        .hasMessageStartingWith("nessie-cluster.query=rabbit*=nodes.svc is wrong; allowed: ")
        .hasMessageContaining("'*' alone");
  }
}
