package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.ClusterState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects and disconnects single nodes by hand, beside the rounds and also while discovery is
 * stopped. A node that the DNS names and that was disconnected by hand is dialled again by the next
 * round, as any lost node is: who wants it kept apart stops discovery first.
 */
public final class NodeConnections {

  private final Resolver resolver;
  private final VanishPolicy.DisconnectNode disconnectNode;
  private final ClusterState state;
  private final DialBatch dialler;
  private final Map<NodeName, FutureTask<Optional<NodeConnectError>>> dials =
      new ConcurrentHashMap<>();

  /** The connections of the nodes that {@code discovery} knows. */
  public NodeConnections(
      Discovery discovery, VanishPolicy.DisconnectNode disconnectNode, Environment environment) {
    this.resolver = discovery.resolver();
    this.disconnectNode = disconnectNode;
    this.state = discovery.clusterState();
    this.dialler =
        new DialBatch(
            environment.executor(),
            environment.nanoTime(),
            resolver.connectNode()::begin,
            discovery.cluster().connectConcurrency(),
            discovery.cluster().connectTimeout());
  }

  /**
   * Dials a node, once however many ask meanwhile, within the connect timeout; to be connected
   * already is success. A failure counts as one of a round would.
   *
   * @return why it is not connected; empty when it is
   */
  public Optional<NodeConnectError> connect(NodeName node) throws InterruptedException {
    FutureTask<Optional<NodeConnectError>> mine = new FutureTask<>(() -> dial(node));
    FutureTask<Optional<NodeConnectError>> dial =
        Optional.ofNullable(dials.putIfAbsent(node, mine)).orElse(mine);
    if (dial.equals(mine)) {
      try {
        mine.run();
      } finally {
        dials.remove(node, mine);
      }
    }
    try {
      return dial.get(TimeUnit.NANOSECONDS.convert(dialler.bound(2)), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) { // the thread that dials has been starved
      return Optional.of(
          new NodeConnectError(
              node, ConnectCause.CONNECT_TIMEOUT, "a dial that began before is not over"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the dial broke off", e.getCause());
    }
  }

  /** Closes the connection to a node, if there is one. */
  public void disconnect(NodeName node) {
    disconnectNode.disconnect(node);
    state.reconcile(List.of());
  }

  /** Whether the node is connected at this moment. */
  public boolean isConnected(NodeName node) {
    return resolver.listNodes().nodes().contains(node);
  }

  private Optional<NodeConnectError> dial(NodeName node) throws InterruptedException {
    if (isConnected(node)) {
      return Optional.empty();
    }
    NodeName target = state.targets().targetOf(node);
    List<NodeConnectError> errors =
        dialler.dial(List.of(target), () -> false, state::connectFailed);
    state.reconcile(List.of(target));
    return errors.stream().findFirst().map(error -> error.of(node));
  }
}
