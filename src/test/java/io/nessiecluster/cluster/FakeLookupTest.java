package io.nessiecluster.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeLookupTest extends LookupContract {

  private final FakeLookup fake = new FakeLookup();

  @AfterEach
  void letAllGo() {
    fake.release();
  }

  @Override
  protected Resolver.Lookup lookup() {
    return fake;
  }

  @Override
  protected void given(String name, RecordType type, LookupOutcome outcome) {
    fake.outcome(name, type, outcome);
  }

  @Override
  protected void givenNoEnd(String name) {
    fake.hold();
  }

  @Override
  protected int seen(String name) {
    return (int) fake.calls().stream().filter(call -> call.name().equals(name)).count();
  }

  @Test
  void callsAreRecordedInOrder() throws InterruptedException {
    fake.lookup("b.", RecordType.AAAA);
    fake.lookup("a.", RecordType.A);
    assertThat(fake.calls())
        .containsExactly(
            new FakeLookup.Call("b.", RecordType.AAAA), new FakeLookup.Call("a.", RecordType.A));
  }

  @Test
  void aHeldLookupSeesWhatHoldsWhenItIsReleased() throws Exception {
    fake.hold();
    FutureTask<LookupOutcome> held = new FutureTask<>(() -> fake.lookup("a.", RecordType.A));
    Thread.ofVirtual().start(held);
    fake.addresses("a.", RecordType.A, "10.0.0.1");
    assertThat(held.isDone()).isFalse();
    fake.release();
    assertThat(held.get(5, TimeUnit.SECONDS).addresses()).containsExactly("10.0.0.1");
  }
}
