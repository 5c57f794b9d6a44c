package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.ClusterState;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Connects to whatever node is at a target, and keeps in mind what it is called. */
record MeetingPeers(PeerNames names, ClusterState state) implements Resolver.ConnectNode {

  @Override
  public void connect(NodeName target, Duration timeout)
      throws NodeConnectException, InterruptedException {
    state.met(names.connect(target, timeout), target);
  }

  @Override
  public Attempt begin(NodeName target, Duration timeout, Executor threads, Attempt.End end) {
    return names.begin(
        target,
        timeout,
        threads,
        (node, fault) -> {
          if (node != null) {
            state.met(node, target);
          }
          end.ended(node, fault);
        });
  }
}
