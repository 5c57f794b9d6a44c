package io.nessiecluster.connector;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.ErlangNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Meets nodes at targets by way of the own node.
 *
 * @param node the own one; null while it is not alive
 */
record ErlangPeerNames(NodeName self, Supplier<@Nullable ErlangNode> node) implements PeerNames {

  @FunctionalInterface
  private interface Question<T> {
    T put(ErlangNode to) throws ConnectFailedException, InterruptedException;
  }

  @Override
  public NodeName connect(NodeName target, Duration timeout)
      throws NodeConnectException, InterruptedException {
    return new NodeName(ask(alive -> alive.connectAt(target.text(), timeout).peer()));
  }

  @Override
  public Attempt begin(NodeName target, Duration timeout, Executor threads, Attempt.End end) {
    return DialAttempt.begin(self, node.get(), alive -> alive.dialAt(target.text(), timeout), end);
  }

  /** True while the own node is not alive: then any question fails with that cause. */
  @Override
  public boolean asksEpmd() {
    ErlangNode alive = node.get();
    return alive == null || alive.asksEpmd();
  }

  @Override
  public List<String> list(String address, Set<String> known, Duration timeout)
      throws NodeConnectException, InterruptedException {
    return ask(alive -> alive.names(address, known, timeout));
  }

  private <T> T ask(Question<T> question) throws NodeConnectException, InterruptedException {
    ErlangNode alive = node.get();
    if (alive == null) {
      throw Causes.notAlive(self);
    }
    try {
      return question.put(alive);
    } catch (ConnectFailedException e) {
      throw Causes.of(e);
    }
  }
}
