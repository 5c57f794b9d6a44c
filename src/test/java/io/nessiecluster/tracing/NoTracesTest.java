package io.nessiecluster.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NoSpan;
import io.nessiecluster.cluster.Tracer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Traces are off until they are asked for. */
@QuarkusTest
class NoTracesTest {

  @Inject Tracer tracer;

  @Test
  void nothingIsMadeForARoundThatNobodyTraces() {
    assertThat(tracer.round(1)).isSameAs(NoSpan.INSTANCE);
  }
}
