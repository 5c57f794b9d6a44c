package io.nessiecluster.cluster.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsClusterTest {

  private final DnsCluster cluster = DnsCluster.create();

  @Test
  void refiningLeavesTheOriginalAsItWas() {
    DnsCluster refined =
        cluster
            .withName("other")
            .withQuery(new DnsQuery.Name("a."))
            .byHand()
            .withRecordTypes(List.of(RecordType.SRV));

    assertThat(refined.name()).isEqualTo("other");
    assertThat(refined.queries()).containsExactly(new DnsQuery.Name("a."));
    assertThat(refined.interval()).isEmpty();
    assertThat(refined.recordTypes()).containsExactly(RecordType.SRV);
    assertThat(cluster.name()).isEqualTo(DnsCluster.DEFAULT_NAME);
    assertThat(cluster.queries()).isEmpty();
    assertThat(cluster.interval()).contains(DnsCluster.DEFAULT_INTERVAL);
    assertThat(cluster.recordTypes()).hasSize(2);
  }

  @Test
  void eachRefinementKeepsAllOthers() {
    VanishPolicy policy = new VanishPolicy.Keep(Duration.ofHours(1));
    DnsCluster refined =
        cluster
            .withLookupTimeout(Duration.ofSeconds(1))
            .withConnectTimeout(Duration.ofSeconds(2))
            .withConnectConcurrency(3)
            .withVanishPolicy(policy)
            .withJitter(0.5)
            .withMaxBackOff(Duration.ofSeconds(4))
            .withName("last");

    assertThat(refined.lookupTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(refined.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(refined.connectConcurrency()).isEqualTo(3);
    assertThat(refined.vanishPolicy()).isEqualTo(policy);
    assertThat(refined.schedule())
        .contains(new PollSchedule(DnsCluster.DEFAULT_INTERVAL, 0.5, Duration.ofSeconds(4)));
  }

  @Test
  void ignoreAmongNamesIsLeftOutAndAloneTurnsDiscoveryOff() {
    DnsQuery.Name name = new DnsQuery.Name("a.");

    assertThat(cluster.withQuery(new DnsQuery.Ignore(), name).queries()).containsExactly(name);
    assertThat(cluster.withQuery(name).withQuery(new DnsQuery.Ignore()).queries()).isEmpty();
  }

  @Test
  void aRecordTypeGivenTwiceIsAskedForOnce() {
    assertThat(cluster.withRecordTypes(List.of(RecordType.A, RecordType.A)).recordTypes())
        .containsExactly(RecordType.A);
  }

  @Test
  void valuesOutOfBoundsAreRefusedAtOnce() {
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.withInterval(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.withJitter(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.withConnectConcurrency(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.withConnectTimeout(Duration.ZERO))
        .withMessageContaining("connect timeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cluster.withLookupTimeout(Duration.ofSeconds(-1)))
        .withMessageContaining("lookup timeout");
    assertThatIllegalArgumentException().isThrownBy(() -> cluster.withRecordTypes(List.of()));
  }
}
