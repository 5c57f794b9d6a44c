package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Tracer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What is recorded as spans. */
class TracerTest {

  private final List<String> ended = new CopyOnWriteArrayList<>();

  private record RecordedSpan(String name, List<String> ended) implements Tracer.Span {
    @Override
    public Tracer.Span lookup(String query, RecordType type) {
      return new RecordedSpan(name + " > lookup " + query + " " + type, ended);
    }

    @Override
    public Tracer.Span connect(NodeName node) {
      return new RecordedSpan(name + " > connect " + node, ended);
    }

    @Override
    public void end(String outcome, boolean failed) {
      ended.add(name + " = " + outcome + (failed ? " (failed)" : ""));
    }
  }

  @Test
  void aRoundItsLookupsAndItsDialsAreSpansWithTheirOutcomes() throws Exception {
    try (DiscoveryFixture fixture = new DiscoveryFixture()) {
      fixture.peers.fails(peer(3), ConnectCause.COOKIE_MISMATCH);
      fixture.byHand().named(2, 3).with(any -> any.withTracer(this::round)).start();
      fixture.lookup.fails(DiscoveryFixture.QUERY, RecordType.AAAA, LookupOutcome.Reason.SERVFAIL);

      fixture.round();

      assertThat(ended)
          .containsExactlyInAnyOrder(
              "round 1 > lookup app.svc A = answer",
              "round 1 > lookup app.svc AAAA = servfail (failed)",
              "round 1 > connect app@10.0.0.2 = connected",
              "round 1 > connect app@10.0.0.3 = cookie_mismatch (failed)",
              "round 1 = completed")
          .endsWith("round 1 = completed");
    }
  }

  @Test
  void aRoundThatBreaksOffEndsItsSpanAsFailed() throws Exception {
    try (DiscoveryFixture fixture = new DiscoveryFixture()) {
      fixture
          .byHand()
          .named(2)
          .resolver(resolver -> resolver.withBasename(node -> java.util.Optional.of("app")))
          .with(any -> any.withTracer(this::round));
      fixture.lookup.hold();
      Discovery discovery = fixture.start();
      discovery.discoverNodes();
      fixture.awaitLookups(1);

      discovery.stop(java.time.Duration.ZERO);
      fixture.awaitIdle();

      assertThat(ended).contains("round 1 = broken_off (failed)");
    }
  }

  private Tracer.Span round(long number) {
    return new RecordedSpan("round " + number, ended);
  }
}
