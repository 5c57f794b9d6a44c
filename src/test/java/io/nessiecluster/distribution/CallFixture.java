package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.etf.Term.atom;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A node that is linked to a peer whose wire the test speaks. */
final class CallFixture implements AutoCloseable {

  final TestNodes nodes = new TestNodes();
  final ErlangNode node = nodes.start(TestNodes.name("us"), new RecordedLinks());
  final CalledPeer peer = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  CallFixture() throws Exception {
    TestNodes.await("the link", () -> node.links().size() == 1);
  }

  Future<Term> call(CallMethod method, Duration timeout, Term... args) {
    return threads.submit(
        () -> node.call(method, peer.name(), "erlang", "nodes", List.of(args), timeout));
  }

  static Term result(Future<Term> call) throws Exception {
    return call.get(20, TimeUnit.SECONDS);
  }

  static CallFailedException failure(Future<Term> call) throws Exception {
    try {
      throw new AssertionError("a result: " + result(call));
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(CallFailedException.class);
      return (CallFailedException) e.getCause();
    }
  }

  CallStatistics calls() {
    return node.links().getFirst().statistics().calls();
  }

  Pid caller() {
    return new Pid(atom(node.name()), 1, 0, node.creation());
  }

  @Override
  public void close() throws Exception {
    threads.close();
    nodes.close();
  }
}
